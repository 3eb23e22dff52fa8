import type { Reply, Request, Sandbox } from '../../sandbox.ts'
import { kept } from './cases.ts'

/** A Vorgang of ABC12 with these parts. */
export function vorgang(parts: object = {}) {
  return { kundenbetreuer: { partnerId: 'ABC12' }, ...parts }
}

/** Parts of a Vorgang that hold one object at its place. */
export const teil = {
  erster: (antragsteller1: unknown) => ({ antragsteller1 }),
  person: (personendaten: unknown) => teil.erster({ personendaten }),
  herkunft: (herkunft: unknown) => teil.erster({ herkunft }),
  wohnen: (wohnsituation: unknown) => teil.erster({ wohnsituation }),
  arbeit: (beschaeftigung: unknown) => teil.erster({ beschaeftigung }),
  haushalt: (haushalt: unknown) => ({ haushalt }),
  schulden: (verbindlichkeiten: unknown) => teil.haushalt({ verbindlichkeiten }),
  bedarf: (finanzbedarf: unknown) => ({ finanzbedarf }),
  kauf: (fahrzeugkauf: unknown) => teil.bedarf({ finanzierungszweck: 'FAHRZEUGKAUF', fahrzeugkauf })
}

/** Posts a body to the import; the default is a test case of the demo client. */
export async function post(
  sandbox: Sandbox,
  body: unknown,
  { path = '/vorgang', ...request }: Request & { readonly path?: string } = {}
): Promise<Reply> {
  const token = request.token ?? (await sandbox.token())
  return sandbox.call('POST', path, { body, ...request, token })
}

/** What is kept of a Vorgang, and the messages about the rest. */
export async function imported(
  sandbox: Sandbox,
  parts: object,
  request: Parameters<typeof post>[2] = {}
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
): Promise<{ angaben: any; messages: readonly string[] }> {
  const reply = await post(sandbox, vorgang(parts), request)
  if (reply.status !== 201) throw new Error(`no case: ${reply.status} ${reply.text}`)
  const { kundenbetreuer, ...angaben } = (await kept(sandbox, reply.body.vorgangsnummer)).angaben
  return { angaben, messages: reply.body.messages }
}

/** The places that messages are about, with what became of each: `plz als Text`. */
export function told(messages: readonly string[]): readonly string[] {
  return messages.map(text => {
    const found = /(?:Angabe|für) (\S+) (?:.* )?wurde (.*?)(?: übernommen| geändert)?\.$/.exec(text)
    return found ? `${found[1]} ${found[2]}` : text
  })
}

/** What has become of the message of a value that was left out. */
export const lost = (...paths: readonly string[]) => paths.map(path => `${path} nicht`)
