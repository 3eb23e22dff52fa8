import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createSandbox } from '../../sandbox.ts'
import {
  ACCESSES,
  added,
  codes,
  follow,
  hrefOf,
  MINUTE,
  pathOf,
  regulated,
  rels,
  submit
} from './customer.ts'

const MEDIA = 'test_sca_method_media'
/** One channel alone, so that one authentication is enough. */
const ONE = { login: MEDIA, query: { paymentAccountsOnly: 'true' } }
const BASE = ['self', 'delete_bankzugang', 'get_issues']

/** What comes beside the relations that every access has. */
function more(from: Parameters<typeof rels>[0]): readonly string[] {
  return rels(from).filter(rel => !BASE.includes(rel))
}

/** A sandbox with an access that waits for the choice of a method. */
async function waiting(t: Parameters<typeof createSandbox>[0], wish: object = ONE) {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const access = await added(sandbox, token, wish)
  return { sandbox, token, access }
}

type Steps = Awaited<ReturnType<typeof waiting>>

/** Chooses a method, and a medium if there are several, and returns the access with its challenge. */
async function challenged({ sandbox, token, access }: Steps, method: number, medium?: string) {
  const body = { chosenScaMethodId: method }
  const chosen = (await submit(sandbox, token, access, 'set_method', body)).body
  if (medium === undefined) return chosen
  return (await submit(sandbox, token, chosen, 'set_medium', { chosenScaMedia: medium })).body
}

const answer = (scaAuthenticationData: string) => ({ scaAuthenticationData })

t.test('a method, a medium and a TAN lead to the accounts', async t => {
  const { sandbox, token, access } = await waiting(t)
  t.match(access, { status: 'INTERAKTION', bankprodukte: [], tanMedien: [] })
  t.strictSame(access.messages, [
    {
      level: 'INFO',
      code: 'BA3010',
      message: 'SCA benötigt',
      details: 'Bitte wählen Sie eine SCA-Methode aus'
    }
  ])
  t.strictSame(more(access), ['set_method'])
  t.notOk('aktivesSicherheitsverfahren' in access)
  const [first, second, third] = access.sicherheitsverfahren
  t.strictSame(
    [first, third],
    [
      { kodierung: 1, name: 'mockTAN', hinweis: 'Gib eine durch 2 teilbare Zahl ein' },
      { kodierung: 999, name: 'iTAN', hinweis: 'Gib die TAN "12" an.' }
    ]
  )
  t.match(second, { kodierung: 902, name: 'mockPhotoTAN' })

  const medium = await submit(sandbox, token, access, 'set_method', { chosenScaMethodId: '1' })
  t.equal(medium.status, 200)
  t.match(medium.body, { status: 'INTERAKTION', aktivesSicherheitsverfahren: { kodierung: 1 } })
  t.match(medium.body.messages, [{ level: 'INFO', code: 'BA3020' }])
  t.match(medium.body.tanMedien[0], { name: 'Mobil', medienklasse: 'MOBIL' })
  t.strictSame(more(medium.body), ['set_medium'])
  t.notOk('challenge' in medium.body)

  const tan = await submit(sandbox, token, medium.body, 'set_medium', { chosenScaMedia: 'Mobil' })
  t.match(tan.body.messages, [{ level: 'INFO', code: 'BA3030', message: 'SCA Challenge' }])
  t.match(tan.body.challenge, { name: 'Mock-TAN-Verfahren', content: { instructions: /./ } })
  t.strictSame(more(tan.body), ['authenticate'])
  t.equal(hrefOf(tan.body, 'authenticate'), hrefOf(access, 'set_method'), 'one consent')

  const done = await submit(sandbox, token, tan.body, 'authenticate', answer('42'))
  t.match(done.body, {
    status: 'VOLLSTAENDIG',
    messages: [],
    bankprodukte: [{ kategorie: 'GIROKONTO' }]
  })
  t.strictSame(more(done.body), ['refresh_bankzugang'])
  t.notOk('challenge' in done.body)
  t.strictSame((await follow(sandbox, token, access, 'self')).body, done.body)
})

t.test('the issues show the same step with the same relations', async t => {
  const steps = await waiting(t)
  const { sandbox, token, access } = steps
  const check = async (rel: string) => {
    const [stable, issues] = await Promise.all([
      follow(sandbox, token, access, 'self'),
      follow(sandbox, token, access, 'get_issues')
    ])
    t.strictSame(issues.body.messages, stable.body.messages, rel)
    t.strictSame(issues.body.challenge, stable.body.challenge, rel)
    t.equal(hrefOf(issues.body, rel), hrefOf(stable.body, rel))
  }
  await check('set_method')
  await submit(sandbox, token, access, 'set_method', { chosenScaMethodId: 1 })
  await check('set_medium')
  await submit(sandbox, token, access, 'set_method', { chosenScaMedia: 'Mobil' })
  await check('authenticate')
})

/** Methods with their challenge, right and wrong answers. */
const METHODS = [
  [1, 'Handy Eins', 'Mock-TAN-Verfahren', ['42', '0', '123456'], ['41', 'abc', '']],
  [902, 'Mobil', 'photoTAN', ['8534842'], ['42', '8534843']],
  [999, undefined, '1-Schritt-TAN-Verfahren', ['12'], ['42']],
  [911, undefined, 'chipTAN optisch', ['936086'], ['42']]
] as const

t.test('every method has its challenge and its right answers', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const [method, medium, name, right, wrong] of METHODS) {
    for (const tan of [...right, ...wrong]) {
      const steps = { sandbox, token, access: await added(sandbox, token, ONE) }
      const asked = await challenged(steps, method, medium)
      t.match(asked.challenge, { name, decoupled: false }, name)
      const { status, body } = await submit(sandbox, token, asked, 'authenticate', answer(tan))
      const isRight = (right as readonly string[]).includes(tan)
      t.equal(status, 200, `${name} ${tan}`)
      t.equal(body.status, isRight ? 'VOLLSTAENDIG' : 'INTERAKTION', `${name} ${tan}`)
    }
  }
})

t.test('challenges carry what a client draws', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  const next = async () => ({ sandbox, token, access: await added(sandbox, token, ONE) })
  const photo = (await challenged(await next(), 902, 'Mobil')).challenge.content.photo
  const bytes = Buffer.from(photo.replace(/^data:image\/png;base64,/, ''), 'base64')
  t.equal(bytes.subarray(1, 4).toString('latin1'), 'PNG')
  t.match((await challenged(await next(), 911)).challenge.content, {
    instructions: 'Nutzen sie Ihren TAN-Generator und geben sie anschließend Ihre TAN ein.',
    HHD: '11048714955205123456789F14302C303107',
    HHDUC: '1234567891234567891234567890,01'
  })
})

t.test('the code of a method may be a number or a text', async t => {
  const sandbox = await createSandbox(t)
  const token = await regulated(sandbox)
  for (const method of [999, '999']) {
    const access = await added(sandbox, token, ONE)
    const body = { chosenScaMethodId: method }
    const reply = await submit(sandbox, token, access, 'set_method', body)
    t.strictSame(more(reply.body), ['authenticate'], String(method))
  }
})

t.test('a medium that alone fits is not asked for', async t => {
  const steps = await waiting(t, { login: 'test_sca_method' })
  t.strictSame(more(await challenged(steps, 1)), ['authenticate'])
})

t.test('an unknown method or medium is told once, and the step stays', async t => {
  const steps = await waiting(t)
  const { sandbox, token, access } = steps
  for (const method of ['4711', 'mockTAN', '']) {
    const body = { chosenScaMethodId: method }
    const reply = await submit(sandbox, token, access, 'set_method', body)
    t.equal(reply.status, 200, method)
    t.match(reply.body.messages[0], { level: 'ERROR', message: 'Ungültiges TAN-Verfahren' })
    t.strictSame(codes(reply.body), ['BA1101', 'BA3010'], method)
    t.strictSame(more(reply.body), ['set_method'], method)
  }
  t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), ['BA3010'])
  const asked = await challenged(steps, 1)
  const reply = await submit(sandbox, token, asked, 'set_medium', { chosenScaMedia: 'Fax' })
  t.equal(reply.status, 200)
  t.match(reply.body.messages[0], { level: 'ERROR', message: 'Ungültiges TAN-Medium' })
  t.strictSame(codes(reply.body), ['BA1102', 'BA3020'])
  t.strictSame(more(reply.body), ['set_medium'])
  t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), ['BA3020'])
})

t.test('what does not fit the step is refused and changes nothing', async t => {
  const steps = await waiting(t)
  const { sandbox, token, access } = steps
  const refused = async (body: unknown) => {
    const before = (await follow(sandbox, token, access, 'self')).body
    const path = pathOf(sandbox, hrefOf(access, 'set_method'))
    const reply = await sandbox.call('POST', path, { token, body })
    t.equal(reply.status, 400, JSON.stringify(body))
    t.match(reply.body, { code: '400', message: /./ })
    t.strictSame((await follow(sandbox, token, access, 'self')).body, before)
  }
  for (const body of [{}, { chosenScaMedia: 'Mobil' }, answer('42'), '[]', '{']) await refused(body)
  await challenged(steps, 1)
  for (const body of [{}, { chosenScaMethodId: 1 }, answer('42')]) await refused(body)
  await submit(sandbox, token, access, 'set_method', { chosenScaMedia: 'Mobil' })
  for (const body of [{}, { chosenScaMethodId: 1 }, { scaAuthenticationData: null }])
    await refused(body)
})

t.test('a wrong TAN leaves the step, the third one ends it', async t => {
  const steps = await waiting(t)
  const { sandbox, token, access } = steps
  const asked = await challenged(steps, 999)
  for (const left of [2, 1]) {
    const { status, body } = await submit(sandbox, token, asked, 'authenticate', answer('0'))
    t.equal(status, 200)
    t.match(body, { status: 'INTERAKTION', challenge: asked.challenge })
    t.strictSame(codes(body), ['BA3030'])
    t.match(body.messages[0], { level: 'INFO', details: new RegExp(`^TAN falsch.*${left}`) })
    t.strictSame(more(body), ['authenticate'])
  }
  const failed = (await submit(sandbox, token, asked, 'authenticate', answer('0'))).body
  t.match(failed, { status: 'VOLLSTAENDIG', bankprodukte: [] })
  t.match(failed.messages, [
    { level: 'ERROR', code: 'BA3040', message: 'SCA fehlgeschlagen', details: /dreimal/ },
    { level: 'INFO', code: 'BA3000', message: 'SCA notwendig' }
  ])
  t.strictSame(more(failed).toSorted(), ['refresh_bankzugang', 'start_sca'])
  const later = (await follow(sandbox, token, access, 'self')).body
  t.strictSame(codes(later), ['BA3000'])
  t.strictSame(more(later), more(failed))
})

t.test('a step that takes too long has failed', async t => {
  const steps = await waiting(t)
  const { sandbox, token, access } = steps
  await sandbox.pass(4 * MINUTE)
  const asked = await challenged(steps, 999)
  await sandbox.pass(5 * MINUTE - 1000)
  t.equal((await follow(sandbox, token, access, 'self')).body.status, 'INTERAKTION')
  await sandbox.pass(1000)
  const over = (await follow(sandbox, token, access, 'self')).body
  t.equal(over.status, 'VOLLSTAENDIG')
  t.strictSame(codes(over), ['BA3000'])
  t.ok(more(over).includes('start_sca'))
  const late = await submit(sandbox, token, asked, 'authenticate', answer('12'))
  t.match(late.status, /^(200|404)$/)
  t.ok((await follow(sandbox, token, access, 'self')).body.bankprodukte.length === 0)
})

t.test('the choice of a method does not wait forever either', async t => {
  const { sandbox, token, access } = await waiting(t)
  await sandbox.pass(5 * MINUTE)
  t.strictSame(codes((await follow(sandbox, token, access, 'self')).body), ['BA3000'])
})

t.test('steps may also be put, as old clients do', async t => {
  const { sandbox, token, access } = await waiting(t)
  const put = (body: object) =>
    follow(sandbox, token, access, 'set_method', { method: 'PUT', body })
  t.strictSame(more((await put({ chosenScaMethodId: 1 })).body), ['set_medium'])
  t.strictSame(more((await put({ chosenScaMedia: 'Mobil' })).body), ['authenticate'])
  t.equal((await put(answer('42'))).body.status, 'VOLLSTAENDIG')
})

t.test('an access that is deleted takes its authentication with it', async t => {
  const { sandbox, token, access } = await waiting(t)
  await follow(sandbox, token, access, 'delete_bankzugang', { method: 'DELETE' })
  const body = { chosenScaMethodId: 1 }
  t.equal((await submit(sandbox, token, access, 'set_method', body)).status, 404)
  await sandbox.pass(10 * MINUTE)
  t.strictSame((await sandbox.call('GET', ACCESSES, { token })).body, {})
})

t.test('a consent that never was is unknown', async t => {
  const { sandbox, token, access } = await waiting(t)
  const path = `${ACCESSES}/${access.id}/consent/${randomUUID()}`
  const body = { chosenScaMethodId: 1 }
  t.equal((await sandbox.call('GET', path, { token })).status, 404)
  for (const method of ['POST', 'PUT'])
    t.equal((await sandbox.call(method, path, { token, body })).status, 404, method)
  t.equal((await sandbox.call('POST', `${path}/cancel`, { token })).status, 404)
})
