import t from 'tap'
import { challengeOf } from '../../../../src/apis/banksapi/model/challenge.ts'
import { VERFAHREN } from '../../../../src/apis/banksapi/model/verfahren.ts'

const NAMES = [
  '1-Schritt-TAN-Verfahren',
  'mTAN',
  'photoTAN',
  'chipTAN manuell',
  'chipTAN optisch',
  'chipTAN-USB',
  'chipTAN-QR',
  'DKB-TAN2go-App',
  'Push-TAN-Verfahren',
  'Entkoppelte Authentifizierung',
  'TAN Verfahren',
  'Mock-TAN-Verfahren'
]

const challenges = new Map(VERFAHREN.map(one => [one.kodierung, challengeOf(one, 'UE5H')]))

t.test('a TAN is asked for with the words that clients know', async t => {
  for (const { kodierung, art } of VERFAHREN) {
    if (art !== 'tan') continue
    const challenge = challenges.get(kodierung)
    t.ok(NAMES.includes(challenge?.name ?? ''), `${kodierung}`)
    t.equal(challenge?.decoupled, false)
    t.notOk(challenge?.redirect)
    t.ok(challenge?.content.instructions)
  }
})

t.test('a picture and a flicker code come with the procedures that need them', async t => {
  t.strictSame(challenges.get(902)?.content.photo, 'UE5H')
  t.strictSame(challenges.get(911), {
    name: 'chipTAN optisch',
    content: {
      instructions: 'Nutzen sie Ihren TAN-Generator und geben sie anschließend Ihre TAN ein.',
      HHD: '11048714955205123456789F14302C303107',
      HHDUC: '1234567891234567891234567890,01'
    },
    decoupled: false
  })
  for (const kodierung of [1, 999, 980, 946, 990])
    t.strictSame(Object.keys(challenges.get(kodierung)?.content ?? {}), ['instructions'])
})

t.test('instructions say what the mock procedures want', async t => {
  t.match(challenges.get(1)?.content.instructions, /durch 2 teilbare Zahl/)
  t.match(challenges.get(999)?.content.instructions, /"12"/)
  t.match(challenges.get(980)?.content.instructions, /SMS/)
})

t.test('an app and the page of a bank say so', async t => {
  t.strictSame(challenges.get(946), {
    name: 'Entkoppelte Authentifizierung',
    content: { instructions: 'Bitte führen Sie die entkoppelte Authentifizierung durch.' },
    decoupled: true
  })
  t.equal(challenges.get(990)?.redirect, true)
  t.notOk(challenges.get(990)?.decoupled)
})

t.test('no challenge has a PDF, which an old client cannot read', async t => {
  for (const challenge of challenges.values()) t.notOk('PDF' in challenge.content)
})
