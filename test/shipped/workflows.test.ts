import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { createComplaints, readWorkflow } from './workflows.ts'

const OURS = readdirSync('.github/workflows').map(name => `.github/workflows/${name}`)
const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))

t.test('GitHub understands every workflow', async t => {
  const complaintsAbout = await createComplaints(t)
  for (const path of [...OURS, 'examples/ci/github-actions.yml'])
    t.same(complaintsAbout(readFileSync(path, 'utf8')), [], path)
  const wrong = 'on: push\njobs:\n  a: { runs-on: x, stepps: [] }\n'
  t.match(complaintsAbout(wrong), [/stepps/], 'it complains about what is wrong')
})

t.test('every version of Node that the package promises is checked', async t => {
  const { check } = readWorkflow('.github/workflows/ci.yml').jobs
  t.same(check?.strategy?.matrix, { node: [20, 22, 24] })
  t.match(engines.node, />=20\./)
  t.ok(check?.steps.some(({ run }) => run === '.ci/run'))
})

t.test(
  'nothing is released that was not checked, and no job may do more than it needs',
  async t => {
    const { permissions, jobs } = readWorkflow('.github/workflows/release.yml')
    t.same(permissions, { contents: 'read' })
    t.same(Object.keys(jobs), ['check', 'package', 'image'])
    const runs = (name: string) => jobs[name]?.steps.flatMap(({ run }) => run ?? []) ?? []
    t.match(runs('check').join('\n'), /\.ci\/tag "\$GITHUB_REF_NAME"[\s\S]*\.ci\/run/)
    for (const name of ['package', 'image']) t.equal(jobs[name]?.needs, 'check')
    t.same(jobs['package']?.permissions, { contents: 'read', 'id-token': 'write' })
    t.match(runs('package').at(-1), 'npm publish --provenance')
    t.match(jobs['image']?.permissions, { 'id-token': 'write', attestations: 'write' })
    t.match(jobs['image']?.steps, [
      ...Array(5).fill({}),
      { with: { provenance: 'mode=max', sbom: true } },
      { uses: /^actions\/attest-build-provenance@/, with: { 'push-to-registry': true } }
    ])
  }
)

t.test('a tag is released only as the version of everything', async t => {
  t.equal(`${execFileSync('bash', ['.ci/tag', `v${version}`])}`, `v${version} may be released\n`)
  for (const tag of ['v0.0.1', version, ''])
    t.match(spawnSync('bash', ['.ci/tag', tag], { encoding: 'utf8' }), {
      status: 1,
      stderr: /The tag/
    })
})
