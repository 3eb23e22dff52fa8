import { createHash } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { readSeed } from '../../src/app.ts'
import { askForToken, serve } from '../cli-process.ts'
import { folderFor } from '../world/disk.ts'

const KILLS = 50
const WORKERS = 8
const CASE = {
  importMetadaten: { datenkontext: 'TEST_MODUS' },
  kundenangaben: { haushalte: [{ kunden: [{ referenzId: 'k1' }] }] }
}

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
type Any = any
type State = { readonly collections: Readonly<Record<string, readonly Any[]>> }

/** What callers were told. */
type Told = { readonly cases: Map<string, string>; readonly workspaces: Set<string> }

async function tokenAt(url: string, workspace = ''): Promise<string> {
  const reply = await askForToken(url, `demo-client${workspace}:demo-secret`)
  return ((await reply.json()) as Any).access_token
}

function ask(url: string, method: string, path: string, token: string, body?: object) {
  return fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) })
  })
}

/** Makes, changes and asks until the server is gone; `acknowledged` counts what was. */
async function work(url: string, id: string, told: Told, acknowledged: () => void) {
  const workspace = `kill-${id}`
  const tokens = [await tokenAt(url), await tokenAt(url, `+${workspace}`)] as const
  told.workspaces.add(workspace)
  for (let n = 0; ; n++) {
    const token = tokens[n % 2] as string
    const body = {
      ...CASE,
      importMetadaten: { ...CASE.importMetadaten, externeVorgangsId: `${id}-${n}` }
    }
    const reply = await ask(url, 'POST', '/kundenangaben', token, body)
    const { vorgangsnummer } = (await reply.json()) as Any
    if (reply.status !== 201) throw new Error(`${reply.status} ${JSON.stringify(vorgangsnummer)}`)
    const name = n % 2 === 0 ? 'default' : workspace
    told.cases.set(`${name}/${vorgangsnummer}`, `${id}-${n}`)
    acknowledged()
  }
}

/** Every acknowledged document is there, and no turn is there in part. */
function judge(state: State, workspace: string, told: Told): readonly string[] {
  const { vorgaenge = [], zaehler = [], tokens = [], jobs = [] } = state.collections
  const own = vorgaenge.slice((readSeed()['vorgaenge'] ?? []).length)
  const known = new Map(own.map(one => [`${workspace}/${one.id}`, one]))
  const expected = [...told.cases].filter(([name]) => name.startsWith(`${workspace}/`))
  const count = (id: string) => zaehler.find(one => one.id === id)?.n ?? 0
  const kept = new Set(tokens.map(one => one.id))
  return [
    ...expected.filter(([name]) => !known.has(name)).map(([name]) => `${name} is lost`),
    ...expected
      .filter(
        ([name, id]) => known.has(name) && !JSON.stringify(known.get(name)).includes(`"${id}"`)
      )
      .map(([name]) => `${name} is another one`),
    ...(count('vorgang') === own.length
      ? []
      : [`${own.length} cases, counted ${count('vorgang')}`]),
    // A number is drawn before its token is made, in a turn of its own.
    ...(count('token') >= tokens.length
      ? []
      : [`${tokens.length} tokens, counted ${count('token')}`]),
    ...(jobs.length === tokens.length
      ? []
      : [`${tokens.length} tokens, ${jobs.length} ends planned`]),
    ...jobs
      .filter(({ payload }) => !Object.values(payload).some(value => kept.has(value as string)))
      .map(({ id }) => `${id} is about nothing`)
  ]
}

async function stateOf(url: string, workspace: string): Promise<State> {
  const reply = await fetch(`${url}/_sandkasten/state?workspace=${workspace}`)
  return (await reply.json()) as State
}

t.test(`a loaded server is killed ${KILLS} times and loses nothing`, async t => {
  const data = join(folderFor(t), 'data')
  const told: Told = { cases: new Map(), workspaces: new Set() }
  // Checkpoints all the time, and clocks that stand still: a token must not end while the test runs.
  const args = ['--data-dir', data, '--checkpoint-bytes', '20000', '--clock-frozen']
  const problems: string[] = []
  for (let life = 0; life <= KILLS; life++) {
    const { url, stop } = await serve(t, [...args, '--log-level', 'error'])
    // Every tenth life all of it is looked through, otherwise what is new.
    const recent = [...told.workspaces].filter(name => name.startsWith(`kill-${life - 1}-`))
    for (const workspace of ['default', ...(life % 10 === 0 ? told.workspaces : recent)])
      problems.push(...judge(await stateOf(url, workspace), workspace, told))
    const enough = 1 + ((createHash('sha256').update(`${life}`).digest()[0] as number) % 60)
    let acknowledged = 0
    let ended: Promise<unknown> | undefined
    const count = () => {
      if (++acknowledged === enough) ended = stop('SIGKILL')
    }
    const ends = await Promise.allSettled(
      Array.from({ length: WORKERS }, (_, n) => work(url, `${life}-${n}`, told, count))
    )
    // A connection that ends is what was asked for; anything else is not.
    for (const { reason } of ends as readonly PromiseRejectedResult[])
      if (!(reason instanceof TypeError)) problems.push(String(reason))
    await ended
    t.ok(acknowledged >= enough, `life ${life}: ${acknowledged} cases acknowledged`)
  }
  t.strictSame(problems, [])
  t.comment(`${told.cases.size} cases in ${told.workspaces.size + 1} workspaces survived`)
})
