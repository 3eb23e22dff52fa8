import t from 'tap'
import { sameSecret } from '../../src/http/secret.ts'

t.test('secrets are the same only if every character is', async t => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['demo-secret', 'demo-secret', true],
    ['', '', true],
    ['Größe', 'Größe', true],
    ['demo-secret', 'demo-secreT', false],
    ['demo-secret', 'demo-secret ', false],
    ['demo-secret', 'demo', false],
    ['demo-secret', '', false],
    ['', 'demo-secret', false]
  ]
  for (const [one, other, expected] of cases)
    t.equal(sameSecret(one, other), expected, `${one} and ${other}`)
})
