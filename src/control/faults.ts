import type { Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import { Problem } from '../http/problem.ts'
import { toIso } from '../world/clock.ts'
import type { Effect } from '../world/effects.ts'
import { type FaultWish, ruleFrom } from '../world/fault-wish.ts'
import { type FaultRule, stateOf } from '../world/faults.ts'
import type { Turn } from '../world/world.ts'
import type { ControlContext } from './context.ts'

type Schemas = components['schemas']
type Mine = Pick<operations, Extract<keyof operations, `${string}Fault` | `${string}Faults`>>

/** Rules of a workspace; those that are over make room. */
const MOST = 100

/** The handlers about what goes wrong on purpose. */
export const faults: Handlers<Mine, ControlContext> = {
  async listFaults(_, { world }) {
    const rules = await world.store.list<FaultRule>('faults')
    return { status: 200, body: rules.map(rule => presentFault(rule, world.clock.now())) }
  },

  async createFault({ body }, context) {
    const { world } = context
    checkOperation(body as FaultWish, context)
    const now = world.clock.now()
    const rule = await world.turn(async state => {
      const known = await state.get<Counter>('zaehler', 'faults')
      const counter: Counter = { id: 'faults', n: (known?.n ?? 0) + 1 }
      const made = ruleFrom(body as FaultWish, `fault-${counter.n}`, now)
      if ('wrong' in made) throw new Problem(400, 'Bad Request', made.wrong.join('; '))
      await makeRoom(state, now)
      state.perform([
        { do: 'put', collection: 'zaehler', document: counter },
        { do: 'put', collection: 'faults', document: made.rule }
      ])
      return made.rule
    })
    return { status: 201, body: presentFault(rule, now) }
  },

  async clearFaults(_, { world }) {
    await world.turn(async state => {
      const rules = await state.list<FaultRule>('faults')
      state.perform(rules.map(remove))
    })
    return { status: 204 }
  },

  async deleteFault({ path: { id } }, { world }) {
    await world.turn(async state => {
      const rule = await state.get<FaultRule>('faults', id)
      if (!rule) throw new Problem(404, 'Not Found', `There is no fault ${id}`)
      state.perform([remove(rule)])
    })
    return { status: 204 }
  }
}

/** A misspelt operation would never be struck, and nobody would notice. */
function checkOperation(
  { operationId }: FaultWish,
  { contract, coverable }: Pick<ControlContext, 'contract' | 'coverable'>
): void {
  const isKnown = coverable.contracts.some(name =>
    contract(name).operations.some(({ id }) => id === operationId)
  )
  if (operationId === undefined || isKnown) return
  throw new Problem(
    400,
    'Bad Request',
    `There is no operation ${operationId} that faults can strike`
  )
}

type Counter = { readonly id: string; readonly n: number }

async function makeRoom(state: Turn, now: number): Promise<void> {
  const rules = await state.list<FaultRule>('faults')
  if (rules.length < MOST) return
  const over = rules.filter(rule => stateOf(rule, now) !== 'active')
  if (over.length === 0)
    throw new Problem(409, 'Conflict', `A workspace has ${MOST} active faults at most`)
  state.perform(over.map(remove))
}

function remove({ id }: FaultRule): Effect {
  return { do: 'remove', collection: 'faults', id }
}

function presentFault(rule: FaultRule, now: number): Schemas['Fault'] {
  const { asked: _, createdAt, expiresAt, ...shown } = rule
  return {
    ...shown,
    state: stateOf(rule, now),
    createdAt: toIso(createdAt),
    ...(expiresAt !== undefined && { expiresAt: toIso(expiresAt) })
  } as Schemas['Fault']
}
