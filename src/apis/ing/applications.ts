import { createHash } from 'node:crypto'
import type { Handlers } from '../../contract/operation.ts'
import type { operations } from '../../contract/types/ing-partner.ts'
import { Problem } from '../../http/problem.ts'
import { DAY, HOUR, SECOND, toIso } from '../../world/clock.ts'
import type { Turn } from '../../world/world.ts'
import type { Context } from './context.ts'
import { type Application, submit } from './model/application.ts'
import { type Answered, canonical, idempotencyId, remember } from './model/idempotency.ts'
import { present } from './model/present.ts'
import {
  type ApplicationRequest,
  isAboutDuplicates,
  isMagic,
  prevalidate
} from './model/prevalidation.ts'
import { EMPTY } from './model/request.ts'
import { trickFor } from './model/script.ts'
import { paceOf } from './pace.ts'
import { constraintViolation, problem } from './problems.ts'
import type { Reader } from './read.ts'
import type { Behaviour } from './switches.ts'

type Shown = ReturnType<typeof present>
type Replay = { readonly status: Answered['status']; readonly body: Shown; readonly again: boolean }

/** The handlers of the Test and the Application API. documented: dossier 1 and 6 to 8 */
export function createApplications(
  read: Reader
): Pick<Handlers<operations, Context>, 'ping' | 'submitApplication' | 'getApplication'> {
  return {
    async ping() {
      return { status: 200, body: 'You are connected to partner API!' }
    },

    async submitApplication({ body, headers }, context) {
      const key = keyIn(headers['idempotency-key'], context.behaviour)
      const hash = createHash('sha256').update(canonical(body)).digest('hex')
      const known = await replay(context.world.store, context, key, hash)
      const { status, body: shown, again } = known ?? (await create(body, key, hash, context, read))
      return { status, body: shown, ...(again && { headers: { 'Idempotency-Replayed': 'true' } }) }
    },

    async getApplication({ path }, { world, client, behaviour }) {
      const application = await world.store.get<Application>('applications', path.applicationId)
      if (!application) throw problem('unknown')
      if (application.partner !== client.partner) throw problem('applicationForeign')
      const payload = behaviour['ing.getIncludesPayload'] ? application.request : {}
      return { status: 200, body: { ...shownAs(application, behaviour), ...payload } }
    }
  }
}

/** An application as the switches of the workspace show it. */
export function shownAs(application: Application, behaviour: Behaviour): Shown {
  const spelling = behaviour['ing.camelCaseRejectionReasons'] ? 'camelCase' : 'snake_case'
  return present(application, spelling, toIso)
}

/** assumed: a missing key is a broken constraint, and a key has at most 255 characters (dossier 6) */
export function keyIn(
  header: string | readonly string[] | undefined,
  behaviour: Behaviour
): string | undefined {
  const key = String(header ?? '').trim()
  const field = 'Idempotency-Key'
  if (key.length > MOST_KEY)
    throw constraintViolation([{ field, message: `size must be between 0 and ${MOST_KEY}` }])
  if (key !== '') return key
  if (!behaviour['ing.idempotencyKeyRequired']) return undefined
  throw constraintViolation([{ field, message: EMPTY }])
}

const MOST_KEY = 255

/** The first answer to a key. assumed: another body is a conflict (dossier 6) */
async function replay(
  store: Pick<Turn, 'get'>,
  { client, behaviour }: Context,
  key: string | undefined,
  hash: string
): Promise<Replay | undefined> {
  if (key === undefined) return undefined
  const known = await store.get<Answered>('ing-answers', idempotencyId(client.id, key))
  if (!known) return undefined
  if (known.hash === hash) return { status: known.status, body: known.body as Shown, again: true }
  const status = behaviour['ing.idempotencyConflict']
  const title = status === 409 ? 'Conflict' : 'Unprocessable Entity'
  throw new Problem(status, title, `Idempotency-Key ${key} was used for another request`)
}

async function create(
  body: unknown,
  key: string | undefined,
  hash: string,
  context: Context,
  read: Reader
): Promise<Replay> {
  const { world, trail, services, client, behaviour } = context
  const request = await read(body, context)
  const crefoIds = request.company.credit_scores.map(score => score.id)
  const trick = trickFor(crefoIds)
  if (trick === 'slow') await services.pause(10 * SECOND)
  else if (trick) throw problem(trick)

  return world.turn(async state => {
    // Somebody may have used the key while this request was read.
    const known = await replay(state, context, key, hash)
    if (known) return known
    const now = world.clock.now()
    const files = await openFiles(state, crefoIds)
    if (files.some(file => isClosed(file, now, behaviour))) throw problem('crefoLimit')
    const verdict = await judge(state, request, files, context)
    const id = `de.ing.business.application.${world.chance.uuid('application', await nextNumber(state))}`
    const { application, effects } = submit(
      id,
      client.partner,
      request,
      verdict,
      now,
      paceOf(behaviour)
    )
    const status = behaviour['ing.createdStatus']
    const shown = shownAs(application, behaviour)
    const expiresAt = now + 24 * HOUR
    state.perform([
      ...effects,
      ...files.map(file => withApplication(file, id, now)),
      ...(key === undefined
        ? []
        : remember({ id: idempotencyId(client.id, key), hash, status, body: shown, expiresAt }))
    ])
    return { status, body: shown, again: false }
  }, trail.changes)
}

/** What is known of a company by its crefo id. */
type CrefoFile = {
  readonly id: string
  /** Applications by their id, the oldest first. */
  readonly applications: readonly string[]
  readonly lastAt: number
}

async function openFiles(state: Turn, crefoIds: readonly string[]): Promise<CrefoFile[]> {
  const files = crefoIds.map(async id => {
    const known = await state.get<CrefoFile>('ing-crefo-files', id)
    return known ?? { id, applications: [], lastAt: Number.NEGATIVE_INFINITY }
  })
  return Promise.all(files)
}

function withApplication(file: CrefoFile, application: string, now: number) {
  const document: CrefoFile = {
    id: file.id,
    applications: [...file.applications, application],
    lastAt: now
  }
  return { do: 'put', collection: 'ing-crefo-files', document } as const
}

/** documented: five minutes from the first try; assumed: tries that are refused do not count (dossier 5, I10) */
function isClosed({ lastAt }: CrefoFile, now: number, behaviour: Behaviour): boolean {
  return now - lastAt < behaviour['ing.crefoWindowSeconds'] * SECOND
}

async function judge(
  state: Turn,
  request: ApplicationRequest,
  files: readonly CrefoFile[],
  { world, behaviour }: Context
) {
  const before = await applicationsIn(state, files)
  const recentlyAt = world.clock.now() - behaviour['ing.recentRejectionDays'] * DAY
  const forms = await state.get<{ id: string; values: string[] }>('ing-rules', 'bad-legal-forms')
  const all = prevalidate(request, {
    today: world.clock.today(),
    badLegalForms: forms?.values ?? [],
    isInProcess: before.some(({ status }) => UNDECIDED.has(status)),
    wasRejected: before.some(one => one.status === 'REJECTED' && one.lastUpdatedAt >= recentlyAt)
  })
  if (behaviour['ing.duplicatePolicy'] === 'reject') return { reasons: all, flags: [] }
  return {
    reasons: all.filter(reason => !isAboutDuplicates(reason)),
    flags: all.filter(isAboutDuplicates)
  }
}

const UNDECIDED = new Set(['CREATED', 'RISK_CHECK', 'OFFER'])

/** assumed: magic ids have no past, so that tests can repeat them (dossier 8) */
async function applicationsIn(state: Turn, files: readonly CrefoFile[]): Promise<Application[]> {
  const ids = files.filter(({ id }) => !isMagic(id)).flatMap(file => file.applications)
  const found = await Promise.all(ids.map(id => state.get<Application>('applications', id)))
  return found.filter(one => one !== undefined)
}

type Counter = { readonly id: string; readonly n: number }

async function nextNumber(state: Turn): Promise<number> {
  const n = ((await state.get<Counter>('zaehler', 'application'))?.n ?? 0) + 1
  state.perform([
    { do: 'put', collection: 'zaehler', document: { id: 'application', n } as Counter }
  ])
  return n
}
