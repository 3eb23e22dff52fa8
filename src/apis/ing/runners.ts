import type { Runner } from '../../world/world.ts'
import { type Application, advance, forget, isOver } from './model/application.ts'
import type { Script } from './model/script.ts'
import { paceOf } from './pace.ts'
import type { Behaviour } from './switches.ts'

/** The next step of an application that goes on by itself. */
export const goOn: Runner = async ({ payload }, state, world) => {
  const application = await state.get<Application>('applications', String(payload['application']))
  if (!application) return
  const script = payload['script'] as Script
  const pace = paceOf(world.behaviour() as Behaviour)
  state.perform(advance(application, script, Number(payload['index']), world.clock.now(), pace))
}

/** Personal data are gone when their time is over. */
export const anonymiseWhenDue: Runner = async ({ payload }, state, world) => {
  const application = await state.get<Application>('applications', String(payload['application']))
  if (!application || !isOver(application.status)) return
  state.perform([
    { do: 'put', collection: 'applications', document: forget(application, world.clock.now()) }
  ])
}

/** An Idempotency-Key is free again. */
export const forgetAnswer: Runner = async ({ payload }, state) => {
  state.perform([{ do: 'remove', collection: 'ing-answers', id: String(payload['answered']) }])
}
