import type { Contract } from '../contract/document.ts'
import { type Html, html } from '../http/html.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import { countOf } from './finding.ts'
import type { View } from './frame.ts'
import { part, table } from './parts.ts'
import { requestTable } from './requests.ts'
import { type Credential, type Download, linkTo, type Site, say } from './site.ts'

const LATEST = 8

/** The first page: where everything is, with which credentials, and what happened last. */
export async function overview(site: Site): Promise<View> {
  const news = html`${part('latest', latest(site))}${part('remembered', await remembered(site))}`
  // Who comes for the first time looks for addresses, who comes back for what happened.
  const isNew = site.world.journal.size === 0
  return {
    title: 'Sandkasten',
    content: html`<p class="lead">${site.t.overview.intro}</p>
${isNew ? html`${addresses(site)}${news}` : html`${news}${addresses(site)}`}`
  }
}

/** What everybody may see, also those who have not signed in. */
export function addresses(site: Site): Html {
  const { t: texts, desk, base } = site
  const { credentials, downloads, contracts } = desk
  const t = texts.overview
  return html`<h2>${t.credentials}</h2>
${table(
  t.credentials,
  ['API', 'Client', 'Secret', t.about],
  credentials.map(one => credentialRow(site, one))
)}
<p>${t.workspaces}</p>
<h2>${t.firstCall}</h2>
<pre tabindex="0" data-copy><code>curl -u demo-client${suffix(site)}:demo-secret -d grant_type=client_credentials ${base}/auth/token</code></pre>
<h2>${t.apis}</h2>
${table(
  t.apis,
  ['API', t.baseUrl, t.operations],
  contracts.map(contract => apiRow(site, contract))
)}
<h2>${t.keys}</h2>
<p>${t.keysAbout}</p>
<ul>${downloads.map(downloadItem)}</ul>`
}

function latest(site: Site): Html {
  const { t, world } = site
  const views = world.journal.latest(() => true, LATEST)
  return html`<h2>${t.overview.latest}</h2>
${requestTable(site, views, t.requests.none)}
${views.length > 0 && html`<p><a href="${linkTo(site, 'console/requests')}">${t.overview.all} →</a></p>`}`
}

async function remembered(site: Site): Promise<Html> {
  const { desk, world, t } = site
  const counted = await Promise.all(
    desk.showcase.kinds.map(async kind => ({
      kind,
      ...(await countOf(kind, world))
    }))
  )
  return html`<h2>${t.overview.remembered}</h2>
<ul class="tiles">${counted.map(
    ({ kind, total, isAll }) =>
      html`<li><a href="${linkTo(site, 'console/things', { kind: kind.name })}"><strong>${total}${!isAll && '+'}</strong> ${say(site, kind.title)}</a></li>`
  )}</ul>`
}

/** The suffix by which a client comes into this workspace. */
function suffix({ world }: Site): string {
  return world.name === DEFAULT_WORKSPACE ? '' : `+${world.name}`
}

function apiRow({ root, base }: Site, { title, name, address, operations }: Contract): Html {
  return html`<tr><td><a href="${root}docs/contracts/${name}.yaml">${title}</a></td><td><code data-copy>${base}${address}</code></td><td>${operations.length}</td></tr>`
}

function credentialRow(site: Site, { api, client, secret, about }: Credential): Html {
  return html`<tr><td>${api}</td><td><code data-copy>${client}${suffix(site)}</code></td><td><code data-copy>${secret}</code></td><td>${about}</td></tr>`
}

function downloadItem({ name, about }: Download): Html {
  return html`<li><a href="keys/${name}" download><code>${name}</code></a>: ${about}</li>`
}
