import t from 'tap'
import { withQuery } from '../../../src/apis/banksapi/seite.ts'
import { hintIn, TEXTE } from '../../../src/apis/banksapi/webform-texte.ts'

t.test('parameters are added before the fragment, and replace what has their name', async t => {
  const cases: readonly (readonly [string, Record<string, string>, string])[] = [
    ['https://a.example', { code: '1' }, 'https://a.example?code=1'],
    ['https://a.example/?x=%20', { code: 'ä b' }, 'https://a.example/?x=%20&code=%C3%A4%20b'],
    ['https://a.example/?code=0&codes=2', { code: '1' }, 'https://a.example/?codes=2&code=1'],
    ['bwd://app?#top', { a: '1', b: '2' }, 'bwd://app?a=1&b=2#top']
  ]
  for (const [address, more, expected] of cases) t.equal(withQuery(address, more), expected)
})

t.test('hints of banks are told in English where they are known, else in German', async t => {
  t.same(hintIn('de', 'TAN falsch. Noch 2 Versuche.'), {
    text: 'TAN falsch. Noch 2 Versuche.',
    lang: 'de'
  })
  t.same(hintIn('en', 'TAN falsch. Noch 2 Versuche.'), {
    text: 'Wrong TAN. Two tries are left.',
    lang: 'en'
  })
  t.same(hintIn('en', 'TAN falsch. Noch 1 Versuch.'), {
    text: 'Wrong TAN. One try is left.',
    lang: 'en'
  })
  t.same(hintIn('en', 'Etwas anderes'), { text: 'Etwas anderes', lang: 'de' })
})

t.test('approvals that follow are counted', async t => {
  t.equal(TEXTE.de.more(2), 'Danach folgen noch 2 Freigaben.')
  t.equal(TEXTE.en.more(2), '2 more approvals follow.')
})
