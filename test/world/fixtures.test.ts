import { join } from 'node:path'
import t from 'tap'
import { HOME } from '../../src/contract/home.ts'
import { mergeSeed, readFixtures } from '../../src/world/fixtures.ts'

t.test('fixtures are lists of documents by API and collection', async t => {
  const folder = t.testdir({
    eins: {
      'tiere.json': '[{"id":"a","name":"Rex"},{"id":"b"}]',
      'schluessel.json': '{"kty":"RSA"}',
      'liesmich.txt': 'no fixture'
    },
    zwei: { 'tiere.json': '[{"id":"c"},{"id":"a","name":"Mia"}]', 'orte.json': '[]' },
    drei: { 'tiere.json': 'not asked for' }
  })
  t.strictSame(readFixtures(folder, ['eins', 'zwei']), {
    tiere: [{ id: 'a', name: 'Mia' }, { id: 'b' }, { id: 'c' }],
    orte: []
  })
  t.strictSame(readFixtures(folder, []), {})
  t.throws(() => readFixtures(folder, ['drei']), SyntaxError)
  t.throws(() => readFixtures(folder, ['vier']), { code: 'ENOENT' })
})

t.test('the documents of another seed replace those of their id and join the others', async t => {
  const seed = {
    tiere: [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 }
    ],
    orte: [{ id: 'x' }]
  }
  const before = structuredClone(seed)
  const more = {
    tiere: [
      { id: 'c', n: 2 },
      { id: 'a', n: 2 }
    ],
    namen: [{ id: 'y' }]
  }
  t.strictSame(mergeSeed(seed, more), {
    tiere: [
      { id: 'a', n: 2 },
      { id: 'b', n: 1 },
      { id: 'c', n: 2 }
    ],
    orte: [{ id: 'x' }],
    namen: [{ id: 'y' }]
  })
  t.strictSame(seed, before)
  t.strictSame(mergeSeed(seed, {}), seed)
})

t.test('the fixtures of the package hold the demo clients and partners', async t => {
  const seed = readFixtures(join(HOME, 'fixtures'), ['europace'])
  const ids = (collection: string) => (seed[collection] ?? []).map(one => one.id)
  t.ok(['demo-client', 'readonly-client'].every(id => ids('clients').includes(id)))
  t.ok(['XYZ54', 'ABC12', 'AAV43', 'TEST'].every(id => ids('partner').includes(id)))
  t.notOk('signing-key' in seed, 'a key is no list of documents')
})
