import type { World } from '../../world/world.ts'
import { advanceSitzung, isCallback, type Sitzung } from './model/regprotect.ts'
import { isAlive } from './sitzung-oeffnen.ts'

/** What the address of a web form says beside the session. */
export type Weblink = {
  readonly useCase?: string | undefined
  readonly callbackUrl?: string | undefined
}

export type Opened =
  | { readonly is: 'opened'; readonly sitzung: Sitzung }
  /** Why nothing is shown; nothing has changed. */
  | { readonly is: 'unknown' | 'expired' | 'used' | 'no-callback' | 'bad-callback' }

/**
 * Opens the link of a session, which works once. documented: the callback of the link; observed: else the one that was
 * given before (field note 7); assumed: a link whose use case was changed ends with ERROR (dossier D1b)
 */
export async function openLink(world: World, id: string, link: Weblink): Promise<Opened> {
  return world.turn(async state => {
    const sitzung = await state.get<Sitzung>('sitzungen', id)
    if (!sitzung) return { is: 'unknown' }
    if (!isAlive(sitzung, world)) return { is: 'expired' }
    if (sitzung.isOpened || sitzung.schritt === 'ENDE') return { is: 'used' }
    const callbackUrl = link.callbackUrl || sitzung.callbackUrl
    if (!callbackUrl) return { is: 'no-callback' }
    if (!isCallback(callbackUrl)) return { is: 'bad-callback' }
    const opened: Sitzung = { ...sitzung, isOpened: true, callbackUrl }
    const isManipulated = link.useCase !== undefined && link.useCase !== sitzung.useCase
    const document = isManipulated
      ? advanceSitzung(opened, { type: 'broken', baReentry: 'ERROR' })
      : opened
    state.perform([{ do: 'put', collection: 'sitzungen', document }])
    return { is: 'opened', sitzung: document }
  })
}

/** Sends the customer of a session somewhere else in the end. */
export async function redirectTo(world: World, id: string, callbackUrl: string): Promise<void> {
  await world.turn(async state => {
    const sitzung = await state.get<Sitzung>('sitzungen', id)
    if (!sitzung) return
    const document: Sitzung = { ...sitzung, callbackUrl }
    state.perform([{ do: 'put', collection: 'sitzungen', document }])
  })
}
