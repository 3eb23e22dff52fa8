import t from 'tap'
import { createRenderer } from '../../src/http/render.ts'

t.test('a document is JSON in UTF-8, written once however often it is asked for', async t => {
  const render = createRenderer()
  const document = { name: 'Jürgen Müller', ort: '€' }
  const bytes = render(document)
  t.equal(bytes.toString('utf8'), JSON.stringify(document))
  t.equal(render(document), bytes)
})

t.test('another document with the same content is written by itself', async t => {
  const render = createRenderer()
  t.not(render({ id: 'A' }), render({ id: 'A' }))
})

t.test('only the last documents are kept, and none that is long', async t => {
  const render = createRenderer()
  const first = { id: 'first' }
  const bytes = render(first)
  for (let n = 0; n < 256; n++) render({ id: n })
  t.not(render(first), bytes, 'it made room')
  t.strictSame(render(first), bytes)

  const long = { text: 'x'.repeat(40_000) }
  t.not(render(long), render(long))
})
