import t from 'tap'
import { banksapiSwitches } from '../../../src/apis/banksapi/switches.ts'
import { createTokenIndex } from '../../../src/apis/banksapi/token-index.ts'
import { issueToken } from '../../../src/apis/banksapi/tokens.ts'
import { defaultsOf } from '../../../src/world/behaviour.ts'
import { createWorlds, type Worlds } from '../../../src/world/worlds.ts'

const NOBODY = '0defaced-1337-d00d-c0de-face8badcafe'

function makeWorlds(): Worlds {
  return createWorlds({
    seed: {},
    chance: 'seed',
    clock: { now: 0, speed: 0 },
    runners: {},
    switches: banksapiSwitches,
    settings: defaultsOf(banksapiSwitches),
    journal: { entries: 10, bytes: 10_000 },
    post: async () => ({ error: 'nobody is there' }),
    most: 10,
    onTrouble(error) {
      throw error
    },
    idleHours: 24,
    onError: () => {}
  })
}

async function makeToken(worlds: Worlds, workspace: string): Promise<string> {
  const trail = { startedAt: 0, changes: [], dropped: [] }
  const world = await worlds.find(workspace)
  return (await issueToken(world, { client: `demo/demo-client+${workspace}` }, [], trail)).token
}

t.test('a token is found where it was issued', async t => {
  const worlds = makeWorlds()
  const index = createTokenIndex()
  const token = await makeToken(worlds, 'ci-1')
  index.keep(token, 'ci-1')
  t.equal((await index.find(token, worlds))?.name, 'ci-1')
})

t.test('after a restart the workspaces are looked through', async t => {
  const worlds = makeWorlds()
  const [one, two] = [await makeToken(worlds, 'ci-1'), await makeToken(worlds, 'default')]
  const index = createTokenIndex()
  for (const _ of ['looked for', 'remembered']) {
    t.equal((await index.find(one, worlds))?.name, 'ci-1')
    t.equal((await index.find(two, worlds))?.name, 'default')
  }
  t.equal(await index.find(NOBODY, worlds), undefined)
  t.equal(await index.find('nonsense', worlds), undefined)
})

t.test('a workspace that has gone takes its tokens along', async t => {
  const worlds = makeWorlds()
  const index = createTokenIndex()
  const token = await makeToken(worlds, 'ci-1')
  index.keep(token, 'ci-1')
  await worlds.drop('ci-1')
  t.equal(await index.find(token, worlds), undefined)
  t.notOk(worlds.has('ci-1'))
})

t.test('only so many are remembered, and the others are found all the same', async t => {
  const worlds = makeWorlds()
  const index = createTokenIndex(2)
  const tokens = [
    await makeToken(worlds, 'ci-1'),
    await makeToken(worlds, 'ci-2'),
    await makeToken(worlds, 'ci-3')
  ]
  for (const [i, token] of tokens.entries()) index.keep(token, `ci-${i + 1}`)
  for (const [i, token] of tokens.entries())
    t.equal((await index.find(token, worlds))?.name, `ci-${i + 1}`)
})

t.test('no two workspaces hand out the same token', async t => {
  const worlds = makeWorlds()
  t.not(await makeToken(worlds, 'ci-1'), await makeToken(worlds, 'ci-2'))
})
