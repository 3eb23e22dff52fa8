import type { Contract } from '../contract/document.ts'
import { type Html, html } from '../http/html.ts'
import type { Language } from '../http/page.ts'
import type { Document } from '../world/effects.ts'
import type { Collections } from '../world/store.ts'

export type Start = {
  readonly base: string
  readonly version: string
  readonly seed: Collections
  readonly contracts: readonly Contract[]
}

/** The first page: where everything is, and with which credentials. */
export function startPage(language: Language, { base, version, seed, contracts }: Start): Html {
  const t = TEXTS[language]
  const other = language === 'de' ? 'en' : 'de'
  return html`<header>
<h1>Sandkasten</h1>
<nav aria-label="${t.pages}"><ul>
<li><a href="docs">${t.docs}</a></li>
<li><a href="?lang=${other}" hreflang="${other}" lang="${other}">${TEXTS[other].language}</a></li>
</ul></nav>
</header>
<main>
<p>${t.intro}</p>
<h2 id="apis">${t.apis}</h2>
<div class="scroll" role="region" aria-labelledby="apis" tabindex="0"><table>
<thead><tr><th scope="col">API</th><th scope="col">${t.baseUrl}</th><th scope="col">${t.operations}</th></tr></thead>
<tbody>${contracts.map(contract => apiRow(contract, base))}</tbody>
</table></div>
<h2 id="credentials">${t.credentials}</h2>
<div class="scroll" role="region" aria-labelledby="credentials" tabindex="0"><table>
<thead><tr><th scope="col">Client</th><th scope="col">Secret</th><th scope="col">Subject</th><th scope="col">Scopes</th></tr></thead>
<tbody>${clientsOf(seed).map(clientRow)}</tbody>
</table></div>
<h2>${t.firstCall}</h2>
<pre><code>curl -u demo-client:demo-secret -d grant_type=client_credentials ${base}/auth/token</code></pre>
<p>${t.workspaces}</p>
</main>
<footer><p>Sandkasten ${version}</p></footer>`
}

type Client = Document & {
  readonly secret: string
  readonly partner: string
  readonly subject?: string
  readonly scopes: readonly string[]
}

function clientsOf(seed: Collections): readonly Client[] {
  return (seed['clients'] ?? []) as readonly Client[]
}

function apiRow({ title, name, address, operations }: Contract, base: string): Html {
  return html`<tr><td><a href="docs/contracts/${name}.yaml">${title}</a></td><td><code>${base}${address}</code></td><td>${operations.length}</td></tr>`
}

function clientRow({ id, secret, partner, subject, scopes }: Client): Html {
  return html`<tr><td><code>${id}</code></td><td><code>${secret}</code></td><td><code>${subject ?? partner}</code></td><td>${scopes.join(' ')}</td></tr>`
}

const TEXTS = {
  de: {
    language: 'Deutsch',
    pages: 'Seiten',
    docs: 'Schnittstellen',
    intro:
      'Eine Sandbox mit Gedächtnis für die Schnittstellen deutscher Kreditplattformen und Banken. Im Client wird nur die Basis-URL getauscht.',
    apis: 'Schnittstellen',
    baseUrl: 'Adresse',
    operations: 'Operationen',
    credentials: 'Zugangsdaten',
    firstCall: 'Der erste Aufruf',
    workspaces:
      'Ein Zusatz an der Client-Id, etwa demo-client+ci-4711, öffnet einen eigenen Arbeitsbereich: eigene Vorgänge, Tokens, eigene Uhr.'
  },
  en: {
    language: 'English',
    pages: 'Pages',
    docs: 'API documentation',
    intro:
      'A sandbox with a memory for the APIs of German lending platforms and banks. A client changes its base URL and nothing else.',
    apis: 'APIs',
    baseUrl: 'Address',
    operations: 'Operations',
    credentials: 'Credentials',
    firstCall: 'The first call',
    workspaces:
      'A suffix on the client id, as in demo-client+ci-4711, opens a workspace of its own: its own cases, tokens and clock.'
  }
} as const
