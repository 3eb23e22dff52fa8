import type { AnyCall, Handlers } from '../contract/operation.ts'
import type { components, operations } from '../contract/types/control.ts'
import { isJson, readJson } from '../http/body.ts'
import { Problem, titleOf } from '../http/problem.ts'
import { toIso } from '../world/clock.ts'
import type { Document, Effect } from '../world/effects.ts'
import type { Turn, World } from '../world/world.ts'
import type { ControlContext } from './context.ts'

type Schemas = components['schemas']

/** An inbox with the numbers of the messages that it still has. */
type Inbox = Document & { readonly first: number; readonly last: number; readonly bytes: number }

type Message = Document & {
  readonly receivedAt: number
  readonly method: string
  readonly query: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  readonly isCut?: true
  readonly bytes: number
}

const MOST_INBOXES = 100
const MOST_MESSAGES = 1_000
const MOST_BYTES = 1_048_576
const MOST_BODY_BYTES = 65_536

type Mine = Pick<operations, Extract<keyof operations, `receive${string}` | `${string}Inbox`>>

/** The handlers of the receiver that is built in. */
export const inbox: Handlers<Mine, ControlContext> = {
  receivePost: (call, { world }) => receive('POST', call, world),
  receivePut: (call, { world }) => receive('PUT', call, world),
  receivePatch: (call, { world }) => receive('PATCH', call, world),
  receiveDelete: (call, { world }) => receive('DELETE', call, world),
  receiveGet: (call, { world }) => receive('GET', call, world),

  async listInbox({ path: { name }, query: { type } }, { world: { store } }) {
    const messages = await messagesOf(name, store)
    const found = messages.filter(one => type === undefined || typeOf(one.body) === type)
    return { status: 200, body: found.map(presentMessage) }
  },

  async clearInbox({ path: { name } }, { world }) {
    await world.turn(async state => {
      const box = await state.get<Inbox>('inboxes', name)
      if (!box) return
      const messages = await messagesOf(name, state)
      state.perform([
        ...messages.map(({ id }): Effect => ({ do: 'remove', collection: 'inbox', id })),
        put('inboxes', { ...box, first: box.last + 1, bytes: 0 } as Inbox)
      ])
    })
    return { status: 204 }
  }
}

/** Keeps what came, then answers as the sender wished. */
async function receive(
  method: string,
  call: AnyCall,
  world: World
): Promise<{ readonly status: 200 }> {
  const { query, path } = call
  await world.turn(state => keep(path['name'] as string, toMessage(method, call, world), state))
  const status = Number(query['status'] ?? 200)
  if (status >= 400) throw new Problem(status, titleOf(status), 'The query asks for this status')
  return { status: status as 200 }
}

function toMessage(method: string, { query, headers, body }: AnyCall, { clock }: World): Message {
  const content = readContent(body as Buffer | undefined, headers['content-type'] ?? '')
  const bare = { id: '', receivedAt: clock.now(), method, query, headers, ...content }
  return { ...bare, bytes: JSON.stringify(bare).length }
}

function readContent(bytes: Buffer | undefined, type: string): Pick<Message, 'body' | 'isCut'> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return {}
  const text = bytes.subarray(0, MOST_BODY_BYTES).toString('utf8')
  if (bytes.length > MOST_BODY_BYTES) return { body: text, isCut: true }
  return { body: isJson(mediaType(type)) ? readValue(text) : text }
}

function mediaType(type: string): string {
  return (type.split(';', 1)[0] as string).trim().toLowerCase()
}

/** What calls itself JSON and is none stays a text. */
function readValue(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return text
  }
}

/** The oldest make room. */
async function keep(name: string, message: Message, state: Turn): Promise<void> {
  const known = await state.get<Inbox>('inboxes', name)
  if (!known && (await state.list('inboxes')).length >= MOST_INBOXES)
    throw new Problem(409, 'Conflict', `A workspace has ${MOST_INBOXES} inboxes at most`)
  const box = known ?? { id: name, first: 1, last: 0, bytes: 0 }
  const last = box.last + 1
  let { first } = box
  let bytes = box.bytes + message.bytes
  for (; first < last && (last - first >= MOST_MESSAGES || bytes > MOST_BYTES); first++) {
    const id = messageId(name, first)
    bytes -= (await state.get<Message>('inbox', id))?.bytes ?? 0
    state.perform([{ do: 'remove', collection: 'inbox', id }])
  }
  state.perform([
    put('inbox', { ...message, id: messageId(name, last) }),
    put('inboxes', { id: name, first, last, bytes } as Inbox)
  ])
}

async function messagesOf(name: string, store: Pick<Turn, 'get'>): Promise<readonly Message[]> {
  const { first, last } = (await store.get<Inbox>('inboxes', name)) ?? { first: 1, last: 0 }
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const found = await Promise.all(
    numbers.map(number => store.get<Message>('inbox', messageId(name, number)))
  )
  return found.filter(one => one !== undefined)
}

function messageId(name: string, number: number): string {
  return `${name} ${number}`
}

function put(collection: string, document: Document): Effect {
  return { do: 'put', collection, document }
}

/** The type of a notification. */
function typeOf(body: unknown): unknown {
  return (body as { notificationType?: unknown } | null | undefined)?.notificationType
}

function presentMessage({ id, receivedAt, bytes, ...message }: Message): Schemas['InboxMessage'] {
  const number = id.slice(id.indexOf(' ') + 1)
  return { id: number, at: toIso(receivedAt), ...message } as Schemas['InboxMessage']
}
