import t, { type Test } from 'tap'
import {
  completeConfig,
  flagOf,
  isBadSetting,
  layerSettings,
  readDocuments,
  readYaml,
  variableOf
} from '../src/config.ts'
import { SETTINGS, type Settings } from '../src/settings.ts'

/** What one setting becomes, or the message that refuses it. */
async function outcome(settings: Readonly<Record<string, unknown>>): Promise<unknown> {
  return messageOf(async () => {
    const config: Record<string, unknown> = await completeConfig(settings as Partial<Settings>)
    return Object.fromEntries(Object.keys(settings).map(name => [name, config[name]]))
  })
}

/** A result, or the message of a bad setting. A message is one line without a stack. */
async function messageOf(work: () => unknown): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (!isBadSetting(error)) throw error
    return error.message
  }
}

function isOneLine(t: Test, message: unknown, expected: RegExp, title: string): void {
  t.type(message, 'string', `${title} is refused`)
  t.match(message, expected, title)
  t.notMatch(message, /\n/, 'in one line')
}

t.test('nothing has to be set', async t => {
  const config = await completeConfig({})
  t.match(config, {
    host: '127.0.0.1',
    port: 8451,
    json: false,
    publicUrl: null,
    trustProxy: false,
    controlToken: null,
    clockFrozen: false,
    webhookTargets: 'auto',
    workspaces: 1000,
    workspaceIdleHours: 24,
    behaviour: {}
  })
  t.strictSame(Object.keys(config), Object.keys(SETTINGS), 'every setting has a value')
  t.ok(Object.isFrozen(config))
})

t.test('what is undefined counts as not set', async t => {
  t.equal((await completeConfig({ port: undefined } as never)).port, 8451)
})

t.test('right settings are taken as they are', async t => {
  const cases: readonly (readonly [Record<string, unknown>])[] = [
    [{ port: 0 }],
    [{ port: 65535 }],
    [{ json: true, strict: false }],
    [{ workspaceIdleHours: 0.5 }],
    [{ clockStart: '2026-01-31T09:00:00+01:00', clockFrozen: true }],
    [{ publicUrl: 'https://sandkasten.example/europace/' }],
    [{ publicUrl: null, controlToken: null, seed: null, clockStart: null }],
    [{ controlToken: 'x' }],
    [{ randomSeed: '42' }],
    [{ logLevel: 'silent' }],
    [{ behaviour: { 'europace.partners': 'strict', 'europace.rateLimit': 5 } }]
  ]
  for (const [given] of cases) t.strictSame(await outcome(given), given, JSON.stringify(given))
})

t.test('text of variables and flags becomes what the setting is', async t => {
  const environment = { SANDKASTEN_WORKSPACE_IDLE_HOURS: '0.5', SANDKASTEN_STRICT: 'true' }
  const flags = { port: '0', randomSeed: '42', json: 'maybe' }
  t.strictSame(layerSettings({}, environment, flags), {
    workspaceIdleHours: 0.5,
    strict: true,
    port: 0,
    randomSeed: '42',
    json: 'maybe',
    behaviour: {}
  })
})

t.test('an unknown or wrong setting is refused in one clear line', async t => {
  const cases: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ prot: 1 }, /there is no setting prot/],
    [{ constructor: 1 }, /there is no setting constructor/],
    [{ port: 'many' }, /^port .*integer/],
    [{ port: '' }, /^port /],
    [{ port: 1.5 }, /^port /],
    [{ port: -1 }, /^port .*>= 0/],
    [{ port: 65536 }, /^port .*<= 65535/],
    [{ port: true }, /^port /],
    [{ port: null }, /^port /],
    [{ port: [1] }, /^port /],
    [{ host: '' }, /^host /],
    [{ host: {} }, /^host /],
    [{ json: 'yes' }, /^json .*boolean/],
    [{ strict: 2 }, /^strict .*boolean/],
    [{ logLevel: 'loud' }, /^logLevel .*: fatal, error, warn, info, debug, trace, silent/],
    [{ publicUrl: 'sandkasten.example' }, /^publicUrl /],
    [{ publicUrl: 'ftp://sandkasten.example' }, /^publicUrl /],
    [{ publicUrl: 'https://' }, /^publicUrl /],
    [{ publicUrl: 'https://sand kasten' }, /^publicUrl /],
    [{ publicUrl: 'https://[x' }, /^publicUrl /],
    [{ publicUrl: 'https://sandkasten:99999' }, /^publicUrl /],
    [{ controlToken: '' }, /^controlToken /],
    [{ clockStart: 'yesterday' }, /^clockStart /],
    [{ clockStart: '2026-01-31' }, /^clockStart /],
    [{ bodyLimit: 1 }, /^bodyLimit .*>= 1024/],
    [{ journalEntries: 0 }, /^journalEntries /],
    [{ workspaces: 0 }, /^workspaces /],
    [{ webhookTargets: 'private' }, /^webhookTargets .*auto, any, public/],
    [{ workspaceIdleHours: 0 }, /^workspaceIdleHours .*> 0/],
    [{ behaviour: 'strict' }, /^behaviour .*object/],
    [{ behaviour: { 'europace.nothing': 1 } }, /there is no switch europace\.nothing/],
    [{ behaviour: { 'europace.partners': 'harsh' } }, /europace\.partners is lenient or strict/],
    [{ behaviour: { 'europace.rateLimit': -1 } }, /europace\.rateLimit is a whole number from 0/]
  ]
  for (const [given, expected] of cases)
    isOneLine(t, await outcome(given), expected, JSON.stringify(given))
})

t.test('a host beyond loopback needs a control token or a word that none is wanted', async t => {
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1'])
    t.strictSame(await outcome({ host }), { host })
  for (const host of [
    '0.0.0.0',
    '::',
    '192.168.1.7',
    'sandkasten.example',
    '127.0.0.1.example',
    'localhost.example'
  ]) {
    isOneLine(t, await outcome({ host }), /--control-token.*--insecure-control/, host)
    t.strictSame(await outcome({ host, controlToken: 'x' }), { host, controlToken: 'x' })
    t.strictSame(await outcome({ host, insecureControl: true }), { host, insecureControl: true })
  }
})

t.test('a flag wins over the environment, that over the file', async t => {
  const file = { port: 1, host: 'file', logLevel: 'info', json: true }
  const environment = { SANDKASTEN_PORT: '2', SANDKASTEN_HOST: 'environment' }
  t.strictSame(layerSettings(file, environment, { port: '3' }), {
    port: 3,
    host: 'environment',
    logLevel: 'info',
    json: true,
    behaviour: {}
  })
  t.strictSame(layerSettings({}, {}, {}), { behaviour: {} })
})

t.test('PORT is honoured, below the variable of our own', async t => {
  const port = (environment: Record<string, string>, flags = {}) =>
    layerSettings({ port: 1 }, environment, flags).port as unknown
  t.equal(port({ PORT: '2' }), 2)
  t.equal(port({ PORT: '2', SANDKASTEN_PORT: '3' }), 3)
  t.equal(port({ PORT: '2' }, { port: '4' }), 4)
  t.equal(port({ PORT: '' }), 1, 'an empty variable is none')
  t.equal(port({ SANDKASTEN_PORT: '', HOST: '0.0.0.0' }), 1)
})

t.test('the server that the fixtures for tests use is no setting', async t => {
  t.strictSame(layerSettings({}, { SANDKASTEN_URL: 'http://qa:8451' }, {}), { behaviour: {} })
})

t.test('every setting has a flag and a variable', async t => {
  const names = Object.keys(SETTINGS).filter(name => name !== 'behaviour')
  for (const name of names) {
    const read = layerSettings({}, { [variableOf(name)]: 'x' }, {})
    t.strictSame(read, { [name]: 'x', behaviour: {} }, variableOf(name))
  }
  t.equal(variableOf('workspaceIdleHours'), 'SANDKASTEN_WORKSPACE_IDLE_HOURS')
  t.equal(flagOf('workspaceIdleHours'), 'workspace-idle-hours')
  t.equal(flagOf('behaviour'), 'set')
})

t.test('a variable that looks like ours but is none is refused', async t => {
  const message = await messageOf(() => layerSettings({}, { SANDKASTEN_PROT: '1' }, {}))
  isOneLine(t, message, /there is no setting SANDKASTEN_PROT/, 'SANDKASTEN_PROT')
  t.strictSame(
    layerSettings({}, { SANDKASTEN_CONFIG: 'x.yaml', SANDKISTE: '1' }, {}),
    { behaviour: {} },
    'others are not ours'
  )
})

t.test('switches of all layers come together, one by one', async t => {
  const file = { behaviour: { 'europace.partners': 'strict', 'europace.rateLimit': 1 } }
  const environment = { SANDKASTEN_BEHAVIOUR: 'europace.rateLimit=2, europace.emitNulls=true' }
  const flags = { behaviour: ['europace.emitNulls=false', 'europace.bearbeiter=strict'] }
  t.strictSame(layerSettings(file, environment, flags).behaviour, {
    'europace.partners': 'strict',
    'europace.rateLimit': 2,
    'europace.emitNulls': false,
    'europace.bearbeiter': 'strict'
  })
  const empty = await messageOf(() => layerSettings({ behaviour: null }, {}, {}))
  t.strictSame(empty, { behaviour: {} }, 'a section of a file in which everything is left out')
  const message = await messageOf(() => layerSettings({}, {}, { behaviour: ['strict'] }))
  isOneLine(t, message, /strict.*name=value/, '--set strict')
})

t.test('a file holds names with values, as YAML or JSON', async t => {
  const folder = t.testdir({
    'a.yaml': 'port: 9000\nbehaviour:\n  europace.partners: strict\n# a comment\n',
    'b.json': '{"port": 9000, "clockStart": "2026-01-31T09:00:00Z"}',
    'c.yaml': 'clockStart: 2026-01-31T09:00:00Z\n',
    'empty.yaml': '# nothing\n'
  })
  const read = (name: string) => readYaml(`${folder}/${name}`)
  t.strictSame(await read('a.yaml'), {
    port: 9000,
    behaviour: { 'europace.partners': 'strict' }
  })
  t.strictSame(await read('b.json'), { port: 9000, clockStart: '2026-01-31T09:00:00Z' })
  t.strictSame(await read('c.yaml'), { clockStart: '2026-01-31T09:00:00Z' }, 'text, no date')
  t.strictSame(await read('empty.yaml'), {})
})

t.test('a file that cannot be used is refused by its name', async t => {
  const folder = t.testdir({
    'broken.yaml': 'port: [',
    'tabs.yaml': 'a:\n\tb: 1\n',
    'list.yaml': '- port',
    'text.yaml': 'port',
    'no-list.yaml': 'clients: {}',
    'no-id.yaml': 'clients:\n  - secret: x\n',
    'number.yaml': 'clients:\n  - id: 1\n',
    'null.yaml': 'clients:\n  - null\n',
    folder: {}
  })
  const cases: readonly (readonly [string, RegExp])[] = [
    ['missing.yaml', /cannot be read: ENOENT/],
    ['folder', /cannot be read: EISDIR/],
    ['broken.yaml', /is not YAML/],
    ['tabs.yaml', /is not YAML/],
    ['list.yaml', /has to hold names with values/],
    ['text.yaml', /has to hold names with values/],
    ['no-list.yaml', /clients has to be a list of documents with an id/],
    ['no-id.yaml', /clients has to be a list of documents with an id/],
    ['number.yaml', /clients has to be a list of documents with an id/],
    ['null.yaml', /clients has to be a list of documents with an id/]
  ]
  for (const [name, expected] of cases) {
    const message = await messageOf(() => readDocuments(`${folder}/${name}`))
    isOneLine(t, message, expected, name)
    t.match(message, name)
  }
})

t.test('documents of a seed are lists by collection', async t => {
  const folder = t.testdir({ 'seed.yaml': 'clients:\n  - id: a\n    secret: b\npartner: []\n' })
  const documents = await readDocuments(`${folder}/seed.yaml`)
  t.strictSame(documents, { clients: [{ id: 'a', secret: 'b' }], partner: [] })
})
