import { readdirSync } from 'node:fs'
import t from 'tap'
import { createSandbox } from '../sandbox.ts'

const GUIDE = '/docs/guide/'
const NAMES = readdirSync('docs').map(file => file.replace(/^README\.md$|\.md$/, ''))

t.test('every page of docs/ is shown, in a German and an English frame', async t => {
  const sandbox = await createSandbox(t)
  t.ok(NAMES.length > 15)
  for (const name of NAMES)
    for (const lang of ['de', 'en']) {
      const reply = await sandbox.call('GET', `${GUIDE}${name}?lang=${lang}`)
      t.equal(reply.status, 200, name)
      t.match(reply.text, `<html lang="${lang}">`)
      t.match(reply.text, /<main [^>]*lang="en"[\s\S]*<h1[^>]*>[^<]+/)
      t.match(
        reply.text,
        name === '' ? 'aria-current="page">Documentation' : `href="./${name}?lang`
      )
      t.notMatch(reply.text, /<!--|undefined<\/a>|\[object|http:\/\/localhost:8451/, name)
      t.notMatch(reply.headers.get('content-security-policy'), /unsafe|https?:|\*/)
    }
})

t.test('links of the guide lead to pages, and to places in them', async t => {
  const sandbox = await createSandbox(t)
  const texts = new Map<string, string>()
  const read = async (path: string) => {
    const known = texts.get(path) ?? (await sandbox.call('GET', path)).text
    texts.set(path, known)
    return known
  }
  const links = new Set<string>()
  for (const name of NAMES)
    for (const [, href = ''] of (await read(GUIDE + name)).matchAll(/href="([^"]+)"/g)) {
      const { origin, pathname, hash } = new URL(href, sandbox.url + GUIDE + name)
      if (origin === sandbox.url) links.add(pathname + hash)
    }
  t.ok(links.size > 50)
  for (const link of links) {
    const [path = '', anchor] = link.split('#')
    const text = await read(path)
    t.notMatch(text, /"status": ?404|role="alert"/, link)
    if (anchor) t.match(text, `id="${anchor}"`, link)
  }
})

t.test('the guide speaks of this server, wherever it is', async t => {
  const sandbox = await createSandbox(t, { publicUrl: 'https://sand.example/bank$&' })
  const { text } = await sandbox.call('GET', `${GUIDE}time`)
  t.match(text, 'https://sand.example/bank$&#38;/_sandkasten')
  t.notMatch(text, 'localhost:8451')
})

t.test('a page that is not there is a page that says so', async t => {
  const sandbox = await createSandbox(t)
  for (const name of ['nothing', 'constructor', '%3Cscript%3E', '..%2Fpackage']) {
    const reply = await sandbox.call('GET', `${GUIDE}${name}?lang=en`)
    t.match(reply, { status: 404, text: /There is no such page/ }, name)
    t.notMatch(reply.text, '<script>')
  }
})

t.test('the guide is open to those who may not steer', async t => {
  const sandbox = await createSandbox(t, { controlToken: 'geheim' })
  t.equal((await sandbox.call('GET', `${GUIDE}time`)).status, 200)
})

t.test('/docs/guide leads to the guide, and both sides lead to it', async t => {
  const sandbox = await createSandbox(t)
  const short = await sandbox.call('GET', '/docs/guide')
  t.match(short, { status: 302 })
  t.equal(short.headers.get('location'), 'guide/')
  t.match((await sandbox.call('GET', '/')).text, 'href="docs/guide/"')
  const contract = await sandbox.call('GET', '/docs/contracts/ing-partner.json')
  t.equal(contract.body.externalDocs.url, `${sandbox.url}/docs/guide/ing`)
  t.equal((await sandbox.call('GET', new URL(contract.body.externalDocs.url).pathname)).status, 200)
})
