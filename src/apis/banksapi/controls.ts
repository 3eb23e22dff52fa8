import type { Handlers } from '../../contract/operation.ts'
import type { components, operations } from '../../contract/types/control.ts'
import { Problem } from '../../http/problem.ts'
import { fromIso, pause, SECOND, wallTime } from '../../world/clock.ts'
import type { World } from '../../world/world.ts'
import type { ControlContext } from '../api.ts'
import { type Flow, flowOf, readAction } from './flow.ts'
import { loginOf } from './model/anmeldung.ts'
import { isCallback, type Sitzung } from './model/regprotect.ts'
import type { Sca } from './model/sca.ts'
import { act, lookAt } from './regprotect.ts'
import { isAlive } from './sitzung-oeffnen.ts'
import { umfeldOf } from './sitzungssuche.ts'
import { decideOnPhone, type Gezeigt, messagesOf } from './telefon.ts'
import { redirectTo } from './weblink.ts'

type Schemas = components['schemas']

/** What customers would do in a browser or on their phone, on command. */
export const controls: Pick<
  Handlers<operations, ControlContext>,
  'getFlow' | 'actOnFlow' | 'getPhoneMessages' | 'approvePush' | 'rejectPush'
> = {
  async getFlow({ path: { session } }, { world }) {
    const sitzung = await openFlow(world, session)
    return { status: 200, body: await presentFlow(world, sitzung) }
  },

  async actOnFlow({ path: { session }, body }, { world }) {
    const { action, callbackUrl, ...fields } = body
    const sitzung = await openFlow(world, session)
    const flow = flowOf(sitzung, await umfeldOf({ world, sitzung }))
    const reading = readAction(flow, action, valuesIn(fields))
    if (reading.is === 'refused') throw refusal(flow, action, reading)
    if (callbackUrl !== undefined) {
      if (!isCallback(callbackUrl))
        throw new Problem(400, 'Bad Request', 'callbackUrl is no address to return to')
      await redirectTo(world, sitzung.id, callbackUrl)
    }
    const next = await act(world, sitzung.id, reading.eingabe)
    if (!next) throw gone(session)
    return { status: 200, body: await presentFlow(world, next) }
  },

  async getPhoneMessages({ path, query }, { world }) {
    const person = loginOf(path.person)
    const { since, wait } = query
    const sinceAt = since === undefined ? undefined : instant(since)
    const until = wallTime() + waitIn(wait)
    let messages = await messagesOf(world, person, sinceAt)
    while (messages.length === 0 && wallTime() < until) {
      await pause(GLANCE_MS)
      messages = await messagesOf(world, person, sinceAt)
    }
    return { status: 200, body: [...messages] }
  },

  async approvePush({ path: { person, id } }, { world }) {
    return { status: 200, body: await decide(world, person, id, 'bestaetigt') }
  },

  async rejectPush({ path: { person, id } }, { world }) {
    return { status: 200, body: await decide(world, person, id, 'abgelehnt') }
  }
}

/** How often somebody who waits looks at the phone. */
const GLANCE_MS = 50
const LONGEST_WAIT_MS = 60 * SECOND

/** A session as its first page shows it. */
async function openFlow(world: World, session: string): Promise<Sitzung> {
  const sitzung = await world.store.get<Sitzung>('sitzungen', session.toLowerCase())
  if (!sitzung || !isAlive(sitzung, world)) throw gone(session)
  return lookAt(world, sitzung)
}

async function presentFlow(world: World, sitzung: Sitzung): Promise<Schemas['Flow']> {
  return flowOf(sitzung, await umfeldOf({ world, sitzung })) as Schemas['Flow']
}

function valuesIn(
  fields: Readonly<Record<string, unknown>>
): Readonly<Record<string, readonly string[]>> {
  const listed = (value: unknown) => (Array.isArray(value) ? value : [value]).map(String)
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, listed(value)]))
}

function refusal(
  flow: Flow,
  action: string,
  reading: Extract<ReturnType<typeof readAction>, { is: 'refused' }>
): Problem {
  if (reading.why === 'action') {
    const names = flow.actions.map(({ name }) => name)
    const others = names.length > 0 ? `there is ${names.join(', ')}` : 'it is done'
    return new Problem(409, 'Conflict', `There is no ${action} at the step ${flow.step}; ${others}`)
  }
  const { field } = reading
  if (reading.why === 'missing') return new Problem(400, 'Bad Request', `${field} is missing`)
  const known = flow.actions.flatMap(({ fields }) => fields).find(({ name }) => name === field)
  const options = (known?.options ?? []).slice(0, 30).join(', ')
  return new Problem(400, 'Bad Request', `${field} is none of ${options}`)
}

function gone(session: string): Problem {
  return new Problem(404, 'Not Found', `There is no web form ${session} in this workspace`)
}

async function decide(
  world: World,
  person: string,
  id: string,
  entscheidung: NonNullable<Sca['entscheidung']>
): Promise<Gezeigt> {
  const decided = await decideOnPhone(world, loginOf(person), id, entscheidung)
  if (decided === 'unknown')
    throw new Problem(404, 'Not Found', `There is no approval ${id} on the phone of ${person}`)
  if (decided === 'over') throw new Problem(409, 'Conflict', `The approval ${id} is not open`)
  return decided
}

function instant(text: string): number {
  const at = fromIso(text)
  if (at === undefined) throw new Problem(400, 'Bad Request', `${text} is no instant`)
  return at
}

/** In milliseconds; at once without a wish. */
function waitIn(text = '0s'): number {
  const [, count, unit] = /^(\d+)(ms|s)$/.exec(text) ?? []
  return Math.min(LONGEST_WAIT_MS, Number(count) * (unit === 's' ? SECOND : 1))
}
