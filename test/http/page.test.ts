import t from 'tap'
import { languageOf, rootOf } from '../../src/http/page.ts'
import { createSandbox } from '../sandbox.ts'

t.test('a page is German unless another language is wished for', async t => {
  const cases: readonly (readonly [object, string | undefined, 'de' | 'en'])[] = [
    [{}, undefined, 'de'],
    [{}, '*', 'de'],
    [{}, 'de-AT,en;q=0.5', 'de'],
    [{}, 'DE', 'de'],
    [{}, 'en-GB,de;q=0.9', 'en'],
    [{}, 'fr', 'en'],
    [{ lang: 'en' }, 'de', 'en'],
    [{ lang: 'de' }, 'en', 'de'],
    [{ lang: 'fr' }, 'de', 'de'],
    [{ lang: ['en', 'de'] }, 'de', 'de']
  ]
  for (const [query, header, expected] of cases)
    t.equal(languageOf(query, header), expected, `${JSON.stringify(query)} ${header}`)
})

t.test('a page runs nothing from elsewhere and says its language', async t => {
  const sandbox = await createSandbox(t)
  for (const [path, language] of [
    ['/', 'de'],
    ['/?lang=en', 'en']
  ] as const) {
    const headers = { 'accept-language': 'de' }
    const page = await sandbox.call('GET', path, { headers })
    t.equal(page.status, 200)
    t.match(page.text, `<html lang="${language}">`)
    t.equal(page.headers.get('content-type'), 'text/html; charset=utf-8')
    t.match(page.headers.get('content-security-policy'), /^default-src 'none'/)
    t.notMatch(page.headers.get('content-security-policy'), /unsafe|https?:|\*/)
    t.equal(page.headers.get('x-content-type-options'), 'nosniff')
    t.equal(page.headers.get('referrer-policy'), 'no-referrer')
  }
})

t.test('the way to the first page is told by how deep a page lies', async t => {
  const cases = [
    ['/', ''],
    ['/?a=/b/c', ''],
    ['/redirect', ''],
    ['/redirect/', '../'],
    ['/customer/v2/webform?session=1', '../../'],
    ['/customer/v2/webform/key', '../../../']
  ] as const
  for (const [url, root] of cases) t.equal(rootOf({ url }), root, url)
})
