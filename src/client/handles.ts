/// <reference lib="esnext.disposable" preserve="true" />
import { OPERATIONS } from '../contract/types/control-operations.ts'
import type { Asked, Body, ControlClient, Result } from './control.ts'
import { type BaseUrls, baseUrlsOf, type Credentials, credentialsFor } from './credentials.ts'

/** A workspace of a sandbox, whether it runs in this process or elsewhere. */
export type Workspace = Handles & {
  /** Ends what was begun: drops a workspace, stops a server that was started here, leaves one that was not. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A sandbox: its workspace `default`, and the way to the others. */
export type Connected = Workspace & {
  /** A workspace by name, made from the seed when it is new. `close` drops it. */
  workspace(name: string): Promise<Workspace>
}

type Handles = Readonly<ReturnType<typeof createHandles>>

/** Something that knows an instant, as a `Date` does. */
type Instant = string | { toISOString(): string }

type Simulations = {
  readonly [Id in keyof ControlClient as Id extends `simulate${infer Event}`
    ? Uncapitalize<Event>
    : never]: (body: Body<Id>) => Promise<Result<Id>>
}

/** What a test does with a workspace. Every function is one call of the control API. */
export function createHandles(control: ControlClient, url: string, name: string) {
  return {
    /** Name of the workspace. */
    name,
    /** Where the sandbox listens, without a slash at the end. */
    url,
    baseUrls: baseUrlsOf(url) as BaseUrls,
    /** Client ids that lead into this workspace. */
    credentials: credentialsFor(name, url) as Credentials,
    /** The whole control API, operation by operation. */
    control,
    clock: clockOf(control),
    /** The phone of a person, who is a login at the bank. */
    phone: (person: string) => phoneOf(control, person),
    requests: requestsOf(control),
    faults: faultsOf(control),
    snapshots: snapshotsOf(control),
    /** What of the contracts was asked: `format` is json, markdown or junit. */
    coverage: (query: Asked<'getCoverage'> = {}) => control.getCoverage({ query }),
    webhooks: webhooksOf(control),
    /** A receiver of notifications that is built in. */
    inbox: (inbox: string) => inboxOf(control, url, name, inbox),
    behaviour: {
      get: () => control.getBehaviour(),
      /** `null` returns a switch to its default. */
      set: (switches: Body<'patchBehaviour'>) => control.patchBehaviour({ body: switches })
    },
    /** What banks, lenders and clerks would do. */
    simulate: simulationsOf(control),
    flows: flowsOf(control),
    /** What the workspace holds: documents by collection. */
    state: (collection?: string) =>
      control.getState({ query: collection === undefined ? {} : { collection } }),
    /** Back to the seed. */
    reset: () => control.resetWorkspace()
  }
}

function clockOf(control: ControlClient) {
  return {
    get: () => control.getClock(),
    now: async () => (await control.getClock()).now,
    freeze: () => control.putClock({ body: { mode: 'frozen' } }),
    /** Lets it run, at so many seconds for a second of the wall. */
    run: (speed?: number) =>
      control.putClock({ body: speed === undefined ? { mode: 'running' } : { speed } }),
    set: (now: Instant) => control.putClock({ body: { now: textOf(now) } }),
    /** Lets time pass at once: by an ISO 8601 duration such as `P1D`, or until an instant. */
    advance: (span: string | { readonly to: Instant }) =>
      control.advanceClock({
        body: typeof span === 'string' ? { by: span } : { to: textOf(span.to) }
      }),
    /** What it will bring, the next event first. */
    events: () => control.listEvents()
  }
}

function phoneOf(control: ControlClient, person: string) {
  return {
    /** The newest first; `wait` is how long to wait for a first one, as `10s`. */
    messages: (query: Asked<'getPhoneMessages'> = {}) =>
      control.getPhoneMessages({ path: { person }, query }),
    approve: (id: string) => control.approvePush({ path: { person, id } }),
    reject: (id: string) => control.rejectPush({ path: { person, id } })
  }
}

function requestsOf(control: ControlClient) {
  return {
    list: (query: Asked<'listRequests'> = {}) => control.listRequests({ query }),
    get: (id: string) => control.getRequest({ path: { id } }),
    find: (pattern: Body<'findRequests'> = {}) => control.findRequests({ body: pattern }),
    count: async (pattern: Body<'countRequests'> = {}) =>
      (await control.countRequests({ body: pattern })).count,
    /** Waits until enough requests fit, those before included. */
    wait: (match: Body<'findRequests'> = {}, more: Omit<Body<'waitForRequests'>, 'match'> = {}) =>
      control.waitForRequests({ body: { ...more, match } }),
    clear: () => control.clearRequests(),
    /** Throws unless as many requests fit as expected, with the nearest misses in its problem. */
    verify: (expectation: Body<'verifyRequests'>) => control.verifyRequests({ body: expectation }),
    nearMisses: (body: Body<'listNearMisses'>) => control.listNearMisses({ body }),
    /** As an HTTP archive. */
    har: () => control.exportRequests()
  }
}

function faultsOf(control: ControlClient) {
  return {
    list: () => control.listFaults(),
    add: (fault: Body<'createFault'>) => control.createFault({ body: fault }),
    remove: (id: string) => control.deleteFault({ path: { id } }),
    clear: () => control.clearFaults()
  }
}

function snapshotsOf(control: ControlClient) {
  return {
    list: () => control.listSnapshots(),
    /** Keeps the workspace as it is now. */
    take: (name: string) => control.putSnapshot({ path: { name } }),
    restore: (name: string) => control.restoreSnapshot({ path: { name } }),
    remove: (name: string) => control.deleteSnapshot({ path: { name } })
  }
}

function webhooksOf(control: ControlClient) {
  return {
    list: () => control.listWebhooks(),
    /** Where notifications go: an address, a path of the sandbox, or `null` for nowhere. */
    register: (address: string | null, more: Omit<Body<'putWebhook'>, 'url'> = {}) =>
      control.putWebhook({ body: { ...more, url: address } }),
    deliveries: (query: Asked<'listDeliveries'> = {}) => control.listDeliveries({ query }),
    redeliver: (id: string) => control.redeliver({ path: { id } }),
    /** Waits until enough deliveries fit, those before included. */
    wait: (what: Body<'waitForDeliveries'> = {}) => control.waitForDeliveries({ body: what })
  }
}

function inboxOf(control: ControlClient, url: string, workspace: string, name: string) {
  const path = { name }
  return {
    /** Its address, for whoever is to send something there. */
    url: `${url}/_sandkasten/inbox/${encodeURIComponent(name)}?workspace=${workspace}`,
    messages: (query: Asked<'listInbox'> = {}) => control.listInbox({ path, query }),
    clear: () => control.clearInbox({ path })
  }
}

function flowsOf(control: ControlClient) {
  return {
    get: (session: string) => control.getFlow({ path: { session } }),
    /** Takes one of the actions that the flow has now. */
    act: (session: string, act: Body<'actOnFlow'>) =>
      control.actOnFlow({ path: { session }, body: act })
  }
}

/** `simulateNewTransactions` of the contract is `simulate.newTransactions`. */
function simulationsOf(control: ControlClient): Simulations {
  const ids = Object.keys(OPERATIONS).filter(id => id.startsWith('simulate'))
  const calls = control as unknown as Record<string, (call: object) => Promise<unknown>>
  return Object.fromEntries(
    ids.map(id => {
      const event = id.slice('simulate'.length)
      return [
        event.charAt(0).toLowerCase() + event.slice(1),
        (body: object) => calls[id]?.({ body })
      ]
    })
  ) as unknown as Simulations
}

function textOf(instant: Instant): string {
  return typeof instant === 'string' ? instant : instant.toISOString()
}
