import { readFileSync } from 'node:fs'
import { loadAll } from 'js-yaml'
import t from 'tap'
import { SETTINGS } from '../../src/settings.ts'
import { serve } from '../cli-process.ts'
import { checkSettings, IMAGE_SETTINGS, settable } from './settings.ts'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

// biome-ignore lint/suspicious/noExplicitAny: a document of Kubernetes; the test says what it expects of it
const documents = loadAll(readFileSync('examples/kubernetes/sandkasten.yaml', 'utf8')) as any[]
const [secret, claim, deployment, service] = documents
const { template } = deployment.spec
const [container] = template.spec.containers

/** The variables of the container, with what the secret holds. */
function variables(): Record<string, string> {
  type Variable = { name: string; value?: string; valueFrom?: { secretKeyRef: { key: string } } }
  return Object.fromEntries(
    container.env.map(({ name, value, valueFrom }: Variable) => [
      name,
      value ?? secret.stringData[valueFrom?.secretKeyRef.key ?? '']
    ])
  )
}

t.test('the parts of the deployment find each other', async t => {
  t.same(
    documents.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`),
    ['v1 Secret', 'v1 PersistentVolumeClaim', 'apps/v1 Deployment', 'v1 Service']
  )
  const { app } = template.metadata.labels
  t.same([deployment.spec.selector.matchLabels, service.spec.selector], [{ app }, { app }])
  t.match(service.spec.ports, [
    { port: SETTINGS.port.default, targetPort: container.ports[0].name }
  ])
  t.match(container.ports, [{ containerPort: SETTINGS.port.default }])
  const { name, mountPath } = container.volumeMounts[0]
  const { persistentVolumeClaim } = template.spec.volumes[0]
  t.match(template.spec.volumes[0], { name, persistentVolumeClaim: { claimName: String } })
  t.equal(persistentVolumeClaim.claimName, claim.metadata.name)
  t.equal(`${mountPath}/sandkasten`, variables()['SANDKASTEN_DATA_DIR'], 'a folder of its own')
  t.match(container.env[0].valueFrom.secretKeyRef, { name: secret.metadata.name })
  t.match(container.image, new RegExp(`/sandkasten:${version}$`))
})

t.test('the pod has no right that it does not need, and one process keeps the state', async t => {
  const [, user, group] = /^USER (\d+):(\d+)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? []
  t.match(template.spec, {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: Number(user),
      runAsGroup: Number(group),
      fsGroup: Number(group)
    }
  })
  t.match(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] }
  })
  t.match(deployment.spec, { replicas: 1, strategy: { type: 'Recreate' } })
  t.ok(template.spec.terminationGracePeriodSeconds >= 5, 'it stops within five seconds')
})

t.test('its settings are known, and Kubernetes adds none', async t => {
  await checkSettings(t, { ...IMAGE_SETTINGS, ...variables() }, 'the container')
  t.equal(template.spec.enableServiceLinks, false, 'SANDKASTEN_PORT would be an address')
})

t.test('its probes are answered', async t => {
  const { url } = await serve(t, [], { env: settable(variables(), t.testdir({})) })
  for (const kind of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
    const { path, port } = container[kind].httpGet
    t.equal((await fetch(url + path)).status, 200, `${kind}: ${path}`)
    t.equal(port, container.ports[0].name)
  }
  t.equal((await fetch(`${url}/_sandkasten/clock`)).status, 401)
  const authorization = `Bearer ${secret.stringData['control-token']}`
  const { status } = await fetch(`${url}/_sandkasten/clock`, { headers: { authorization } })
  t.equal(status, 200)
})
