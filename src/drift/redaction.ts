import { redact, redactHeaders, redactPath, redactText } from '../world/redact.ts'
import { type Archive, type Entry, headersOf, isForm, jsonIn } from './archive.ts'
import { isKnownHost } from './places.ts'

const HIDDEN = '[redacted]'

/** Fields that tell who a person is. Their values keep their form: `Max` becomes `Xxx`. */
const PERSONAL =
  /name$|vorname|nachname|inhaber|holder|owner|recipient|empf(ae|ä)nger|auftraggeber|stra(ss|ß)e|street|hausnummer|^address$|adresse|^line_?\d$|telefon|phone|mobil|e-?mail|geburts|birth|verwendungszweck|purpose|^ort$|city|^plz$|zip|postal|steuer|tax|ausweis|^user_?id$|^login$|^customer-ip/i

/** Header fields and query parameters beside those that the journal hides. */
const SECRET_FIELD =
  /token|secret|signature|cert|cookie|session|^code$|^state$|ticket|-key$|^x-forwarded-for$/i
const KEPT_FIELD = /^idempotency-key$/i

const TOKEN = /\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g

/** A copy of an archive that can be shown around. What is not needed to replay it is left out, other hosts too. */
export function redactArchive(archive: Archive): Archive {
  const secrets = secretsIn(archive)
  const entries = archive.log.entries
    .filter(({ request }) => isKnownHost(new URL(request.url)))
    .map(redactEntry)
  const copy = { log: { version: '1.2', creator: { name: 'Sandkasten', version: '1' }, entries } }
  return JSON.parse(withoutValues(JSON.stringify(copy), secrets)) as Archive
}

function redactEntry({ startedDateTime, time = 0, timings, request, response }: Entry): Entry {
  const copy = {
    startedDateTime,
    time,
    request: {
      method: request.method,
      url: redactUrl(request.url),
      httpVersion: request.httpVersion ?? 'HTTP/1.1',
      cookies: [],
      headers: redactFields(request.headers),
      queryString: [...new URL(redactUrl(request.url)).searchParams].map(toPair),
      ...(request.postData && { postData: redactPosted(request.postData) }),
      headersSize: -1,
      bodySize: -1
    },
    response: {
      status: response.status,
      statusText: response.statusText ?? '',
      httpVersion: response.httpVersion ?? 'HTTP/1.1',
      cookies: [],
      headers: redactFields(response.headers),
      content: redactContent(response),
      redirectURL: '',
      headersSize: -1,
      bodySize: -1
    },
    cache: {},
    timings: timings ?? { send: 0, wait: time, receive: 0 }
  }
  return copy as unknown as Entry
}

function toPair([name, value]: readonly [string, string]) {
  return { name, value }
}

/** Header fields without credentials; addresses in them without theirs. */
function redactFields(pairs: Entry['request']['headers']) {
  return Object.entries(redactHeaders(headersOf(pairs))).map(([name, value]) => {
    const isSecret = SECRET_FIELD.test(name) && !KEPT_FIELD.test(name)
    return { name, value: isSecret ? HIDDEN : redactWord(value, name) }
  })
}

function redactPosted({
  mimeType,
  text = '',
  params = []
}: NonNullable<Entry['request']['postData']>) {
  const whole =
    text === ''
      ? new URLSearchParams(params.map((one): [string, string] => [one.name, one.value])).toString()
      : text
  return { mimeType, text: redactBody(whole, mimeType) }
}

function redactContent({ content = {} }: Entry['response']) {
  const { text = '', mimeType, encoding } = content
  const plain = encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text
  return { size: -1, mimeType, ...(text !== '' && { text: redactBody(plain, mimeType) }) }
}

/** JSON and forms field by field; of anything else nothing is kept, as nobody knows what is in it. */
function redactBody(text: string, type = ''): string {
  if (isForm(type)) {
    const fields = [...new URLSearchParams(text)].map(
      ([name, value]) => [name, String(redactValue(value, name))] as [string, string]
    )
    return new URLSearchParams(fields).toString()
  }
  const value = jsonIn(text)
  return value === undefined ? HIDDEN : JSON.stringify(redactValue(value, ''))
}

function redactValue(value: unknown, name: string): unknown {
  return redactPersons(redact(value, name), name)
}

function redactPersons(value: unknown, name: string): unknown {
  if (typeof value === 'string') return redactWord(value, name)
  if (Array.isArray(value)) return value.map(item => redactPersons(item, name))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([key, inner]) => [key, redactPersons(inner, key)]))
}

function redactWord(text: string, name: string): string {
  if (text === HIDDEN) return text
  if (PERSONAL.test(name)) return inForm(text)
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return redactUrl(text)
  return redactText(text).replace(TOKEN, HIDDEN)
}

/** Letters and digits are others, lengths and signs stay; a date is still one. */
function inForm(text: string): string {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return `1980-01-01${text.slice(10).replace(/\d/g, '0')}`
  if (/^\d\d\.\d\d\.\d{4}$/.test(text)) return '01.01.1980'
  // The country code of a telephone number tells nothing, and without it there is none.
  const kept = /^\+\d\d/.exec(text)?.[0] ?? ''
  const rest = text.slice(kept.length)
  return (
    kept +
    rest
      .replace(/\p{Lu}/gu, 'X')
      .replace(/\p{Ll}/gu, 'x')
      .replace(/\d/g, '1')
  )
}

function redactUrl(text: string): string {
  const url = new URL(text)
  const query = [...url.searchParams].map(([name, value]): [string, string] => {
    const isSecret = SECRET_FIELD.test(name)
    return [name, isSecret ? HIDDEN : String(redactValue(value, name))]
  })
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query)}`
  return `${url.origin}${redactPath(url.pathname)}${search}`
}

/** Shorter ones would be found everywhere. */
const SHORTEST_SECRET = 6

/** Whatever was hidden in one place must not stand in another. */
function secretsIn({ log: { entries } }: Archive): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (text: string) => {
    if (text.length >= SHORTEST_SECRET && text !== HIDDEN) found.add(text)
  }
  for (const { request, response } of entries) {
    const { authorization = '' } = headersOf(request.headers)
    const [scheme = '', credential = ''] = authorization.split(' ')
    add(credential)
    if (scheme.toLowerCase() === 'basic') {
      const pair = Buffer.from(credential, 'base64').toString('utf8')
      add(pair.slice(pair.indexOf(':') + 1))
    }
    const posted = request.postData
    collect(isForm(posted?.mimeType) ? formOf(posted?.text) : jsonIn(posted?.text), add)
    collect(jsonIn(response.content?.text), add)
  }
  return found
}

function formOf(text = ''): unknown {
  return Object.fromEntries(new URLSearchParams(text))
}

/** Texts that are hidden by their name. */
function collect(value: unknown, add: (text: string) => void): void {
  if (value === null || typeof value !== 'object') return
  for (const [key, inner] of Object.entries(value)) {
    if (redact('x', key) === HIDDEN) textsIn(inner).forEach(add)
    else collect(inner, add)
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(textsIn)
}

function withoutValues(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .filter(one => !/^[a-z_]+$/i.test(one) || one.length > 20)
    .sort((one, other) => other.length - one.length)
    .reduce((rest, one) => rest.replaceAll(JSON.stringify(one).slice(1, -1), HIDDEN), text)
}
