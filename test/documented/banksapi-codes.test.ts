import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { AUSLOESER } from '../../src/apis/banksapi/model/ausloeser.ts'
import { CODES, meldung } from '../../src/apis/banksapi/model/meldung.ts'

const FILE = 'docs/banksapi-codes.md'

/** The page of all message codes, made from the texts of the server. */
function page(): string {
  const rows = CODES.map(code => {
    const { level, message, details } = meldung(code)
    const text = details === undefined ? message : `${message}. ${details}`
    return `| \`${code}\` | ${level} | ${text} | ${AUSLOESER[code]} | \`demo1+${code.toLowerCase()}\` |`
  })
  return `# Message codes of BANKSapi

Every code can be raised. What raises it by itself stands in the fourth column; a login with the word in the fifth raises it
at every fetch, with \`@2\` behind it from the second fetch on. Codes that end a fetch stand in \`messages\` of the first
fetch and later in \`…/issues\`; the others in \`…/issues\`, notices and products at the access too.

| Code | Level | Text | Raised by | Login |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

This page is made from the texts of the server: \`UPDATE_DOCS=1 npx tap test/documented/banksapi-codes.test.ts\`.
`
}

t.test('the page of message codes is up to date', async t => {
  if (process.env['UPDATE_DOCS']) writeFileSync(FILE, page())
  t.ok(existsSync(FILE))
  t.equal(readFileSync(FILE, 'utf8'), page())
  t.ok(CODES.length >= 36)
})
