// Writes dist/sbom.cdx.json: what is in the package, as CycloneDX. To npm everything is a development dependency, since
// all that runs is bundled; the list of licences, which the build makes, knows what was.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const bundled = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8')
  .split('\n\n----\n\n')
  .map(one => one.split(' ', 2).join('@'))
const sbom = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit']
  })
)
// The lock file may hold one package at several places.
const byName = new Map(sbom.components.map(one => [`${one.name}@${one.version}`, one]))
const components = [...byName.values()].filter(one => bundled.includes(one['bom-ref']))
const missing = bundled.filter(one => !components.some(known => known['bom-ref'] === one))
if (missing.length > 0) throw new Error(`not in the lock file: ${missing.join(', ')}`)

const root = sbom.metadata.component['bom-ref']
const refs = new Set([root, ...components.map(one => one['bom-ref'])])
const own = { name, version, purl: `pkg:npm/${name}@${version}` }
writeFileSync(
  'dist/sbom.cdx.json',
  `${JSON.stringify(
    {
      ...sbom,
      metadata: { ...sbom.metadata, component: { ...sbom.metadata.component, ...own } },
      components: components.map(({ properties, ...one }) => one),
      dependencies: sbom.dependencies
        .filter(one => refs.has(one.ref))
        .map(one => ({ ...one, dependsOn: one.dependsOn.filter(ref => refs.has(ref)) }))
    },
    null,
    2
  )}\n`
)
