import t from 'tap'
import { faultOfPassword, readingsOf } from '../../../../src/apis/banksapi/model/passwort.ts'

t.test('the strict policy asks for length, letters and other characters', async t => {
  const cases: [string, boolean][] = [
    ['secret', false],
    ['password1', false],
    ['password12', true],
    ['abcdefgh1', false],
    ['abcdefghi1', false],
    ['abcdefgh12', true],
    ['abcdefgh-_', true],
    ['1234567890', false],
    ['a123456789', false],
    ['ab12345678', true],
    ['äöüßÄÖÜé12', true],
    ['🔑🔑🔑🔑🔑ab12', false],
    ['🔑🔑🔑🔑🔑🔑ab12', true]
  ]
  for (const [password, isRight] of cases)
    t.equal(faultOfPassword(password, 'strict') === undefined, isRight, password)
  t.match(faultOfPassword('secret', 'strict'), /10 characters, 2 letters and 2 digits/)
})

t.test('the lenient policy takes any password', async t => {
  for (const password of ['secret', 'x', ''])
    t.equal(faultOfPassword(password, 'lenient'), undefined)
})

t.test('a form field may be plain, encoded or encoded twice', async t => {
  const cases: [string, readonly string[]][] = [
    ['secret', ['secret']],
    ['', ['']],
    ['a+b', ['a+b', 'a b']],
    ['a%2Bb', ['a%2Bb', 'a+b']],
    ['a%252Bb', ['a%252Bb', 'a%2Bb', 'a+b']],
    ['p%26q%3D', ['p%26q%3D', 'p&q=']],
    ['100%', ['100%']],
    ['100%25', ['100%25', '100%']],
    ['gr%C3%BCn', ['gr%C3%BCn', 'grün']],
    ['%E4', ['%E4']]
  ]
  for (const [text, readings] of cases) t.strictSame(readingsOf(text), readings, text)
})
