import t from 'tap'
import { type Html, html } from '../../src/http/html.ts'

t.test('what is inserted is escaped unless it is markup itself', async t => {
  const attack = `<script>alert("1" & '2')</script>`
  const cases: readonly (readonly [Html, string])[] = [
    [html`plain`, 'plain'],
    [html`<b>${'a'}</b>`, '<b>a</b>'],
    [html`${'a'}${'b'} ${'c'}`, 'ab c'],
    [html`${42} ${0}`, '42 0'],
    [html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&#60;</b></p>'],
    [html`${['a', html`<i>${'&'}</i>`, 1]}`, 'a<i>&#38;</i>1'],
    [html`${[['a'], ['<', [html`<br>`]]]}`, 'a&#60;<br>'],
    [html`a${undefined}b${null}c${false}d${[]}e${''}f`, 'abcdef']
  ]
  for (const [markup, expected] of cases) t.equal(markup.html, expected)
  t.equal(
    html`<a title="${attack}">`.html,
    '<a title="&#60;script&#62;alert(&#34;1&#34; &#38; &#39;2&#39;)&#60;/script&#62;">'
  )
})
