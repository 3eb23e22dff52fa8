import type { Contract } from '../contract/document.ts'
import { type Html, html } from '../http/html.ts'
import type { Language } from '../http/page.ts'

export type Start = {
  readonly base: string
  readonly version: string
  readonly credentials: readonly Credential[]
  readonly downloads: readonly Download[]
  readonly contracts: readonly Contract[]
}

/** The first page: where everything is, and with which credentials. */
export function startPage(
  language: Language,
  { base, version, credentials, downloads, contracts }: Start
): Html {
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
<thead><tr><th scope="col">API</th><th scope="col">Client</th><th scope="col">Secret</th><th scope="col">${t.about}</th></tr></thead>
<tbody>${credentials.map(credentialRow)}</tbody>
</table></div>
<h2>${t.keys}</h2>
<p>${t.keysAbout}</p>
<ul>${downloads.map(downloadItem)}</ul>
<h2>${t.firstCall}</h2>
<pre><code>curl -u demo-client:demo-secret -d grant_type=client_credentials ${base}/auth/token</code></pre>
<p>${t.workspaces}</p>
</main>
<footer><p>Sandkasten ${version}</p></footer>`
}

/** What people need to make their first call. */
export type Credential = {
  readonly api: string
  readonly client: string
  readonly secret: string
  readonly about: string
}

/** A key or certificate of a demo client. */
export type Download = {
  readonly name: string
  readonly about: string
  readonly content: () => Promise<string>
}

function apiRow({ title, name, address, operations }: Contract, base: string): Html {
  return html`<tr><td><a href="docs/contracts/${name}.yaml">${title}</a></td><td><code>${base}${address}</code></td><td>${operations.length}</td></tr>`
}

function credentialRow({ api, client, secret, about }: Credential): Html {
  return html`<tr><td>${api}</td><td><code>${client}</code></td><td><code>${secret}</code></td><td>${about}</td></tr>`
}

function downloadItem({ name, about }: Download): Html {
  return html`<li><a href="keys/${name}" download><code>${name}</code></a>: ${about}</li>`
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
    about: 'Beschreibung',
    keys: 'Schlüssel und Zertifikate',
    keysAbout:
      'Für die Profile, die signierte Anfragen und Client-Zertifikate verlangen. Der geheime Schlüssel der CA ist öffentlich: Ihr darf außerhalb von Tests niemand vertrauen.',
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
    about: 'About',
    keys: 'Keys and certificates',
    keysAbout:
      'For the profiles that ask for signed requests and client certificates. The private key of the CA is public: trust it nowhere but in tests.',
    firstCall: 'The first call',
    workspaces:
      'A suffix on the client id, as in demo-client+ci-4711, opens a workspace of its own: its own cases, tokens and clock.'
  }
} as const
