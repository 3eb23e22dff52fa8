import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { createSandbox, type Reply, type Sandbox } from '../sandbox.ts'

const FOLDER = 'examples/http'

for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.http'))) {
  t.test(`every request of ${file} works, from the first to the last`, async t => {
    const sandbox = await createSandbox(t)
    const answers = new Map<string, Reply>()
    for (const { title, name, lines } of requestsOf(readFileSync(`${FOLDER}/${file}`, 'utf8'))) {
      const answer = await run(
        sandbox,
        lines.map(line => fill(line, sandbox.url, answers))
      )
      if (name) answers.set(name, answer)
      t.ok(
        answer.status >= 200 && answer.status < 300,
        `${title}: ${answer.status} ${answer.text.slice(0, 200)}`
      )
    }
  })
}

type Example = {
  readonly title: string
  readonly name: string | undefined
  readonly lines: readonly string[]
}

function requestsOf(text: string): Example[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map(part => {
      const [title = '', ...rest] = part.trimEnd().split('\n')
      const name = rest.map(line => /^# @name (\w+)/.exec(line)?.[1]).find(Boolean)
      return { title, name, lines: rest.filter(line => !line.startsWith('#')) }
    })
}

function run(sandbox: Sandbox, lines: readonly string[]): Promise<Reply> {
  const [first = '', ...rest] = lines
  const [method = '', url = ''] = first.split(' ')
  const end = rest.indexOf('')
  const fields = (end < 0 ? rest : rest.slice(0, end)).map(line => line.split(/: (.*)/))
  const headers = Object.fromEntries(
    fields.map(([name = '', value = '']) => [name.toLowerCase(), basic(value)])
  )
  const text =
    end < 0
      ? ''
      : rest
          .slice(end + 1)
          .join('\n')
          .trim()
  const body = text.startsWith('< ') ? readFileSync(`${FOLDER}/${text.slice(2)}`, 'utf8') : text
  return sandbox.call(method, url.replace(sandbox.url, ''), { headers, ...(body && { body }) })
}

function fill(line: string, base: string, answers: ReadonlyMap<string, Reply>): string {
  return line.replace(/\{\{(\w+)(?:\.response\.body\.(\w+))?\}\}/g, (_, name, field) =>
    field ? answers.get(name)?.body[field] : base
  )
}

/** HTTP clients encode `Basic user:password` themselves. */
function basic(value: string): string {
  const plain = /^Basic (\S+:\S+)$/.exec(value)?.[1]
  return plain ? `Basic ${Buffer.from(plain).toString('base64')}` : value
}
