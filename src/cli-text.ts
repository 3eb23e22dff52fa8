import { switches } from './apis/all.ts'
import type { Credential } from './apis/api.ts'
import { flagOf, variableOf } from './config.ts'
import type { Contract } from './contract/document.ts'
import type { Report } from './replay.ts'
import { SETTINGS } from './settings.ts'
import { rangeOf } from './world/behaviour.ts'

/** The answer to --help. */
export function helpText(): string {
  const flags = Object.entries(SETTINGS).map(([name, { type, default: value, description }]) => {
    const flag = `--${flagOf(name)}${type === 'boolean' ? '' : ` ${name === 'behaviour' ? 'NAME=VALUE' : 'VALUE'}`}`
    const shown =
      value === null || typeof value === 'object' || value === false ? '' : ` (${value})`
    return [flag, `${description}${shown}`] as const
  })
  return `Sandkasten, a sandbox server for the APIs of BANKSapi, Europace and ING

Usage: sandkasten [command] [flags]

Commands
${columns([
  ['start', 'Start the server (also without a command)'],
  ['init', 'Write a commented sandkasten.config.yaml, and the keys of the demo clients'],
  ['validate', 'Check the configuration and the seed'],
  ['health', 'Exit 0 if the server of this configuration is ready'],
  ['routes', 'List all operations'],
  ['replay FILE', 'Make the calls of a bug bundle again and compare the answers'],
  [
    'drift FILE.har',
    'Replay recorded traffic of the real APIs; exit 0 if nothing differs, 1 if something does, 2 if it cannot'
  ]
])}

Flags
${columns([
  ['--config FILE', 'Configuration file (sandkasten.config.yaml, if there is one)'],
  ...flags,
  ['--only NAMES', 'drift: compare these operations or contracts alone, separated by commas'],
  [
    '--redact FILE',
    'drift: write a copy of the recording without tokens, secrets, names and IBANs'
  ],
  ['--help, --version', 'Say so and end']
])}

A flag wins over the environment (--log-level is SANDKASTEN_LOG_LEVEL, PORT is honoured), that over the file, that over
the default. Behaviour switches are listed in the file that init writes.`
}

/** The file that init writes: every setting with its default, commented out. */
export function commentedConfig(): string {
  const settings = Object.entries(SETTINGS)
    .filter(([name]) => name !== 'behaviour')
    .map(([name, { default: value, description }]) => {
      return `# ${description}. Flag --${flagOf(name)}, variable ${variableOf(name)}\n# ${name}: ${JSON.stringify(value)}\n`
    })
  const behaviour = Object.entries(switches).map(([name, one]) => {
    return `  # ${one.about} One of: ${rangeOf(one)}\n  # ${name}: ${one.default}\n`
  })
  return `# Settings of Sandkasten. What is commented out is the default.\n\n${settings.join('\n')}
# How the sandbox decides where reasonable people differ. Flag --set NAME=VALUE, or PATCH /_sandkasten/behaviour
behaviour:
${behaviour.join('\n')}`
}

/** What people see when the server is ready. */
export function readyTable(
  url: string,
  tlsUrl: string | null,
  version: string,
  contracts: readonly Contract[],
  credentials: readonly Credential[]
): string {
  const apis = contracts.map(({ title, address }) => [title, url + address] as const)
  const rows = credentials.map(
    ({ api, client, secret, about }) => [`${client} / ${secret}`, `${api}: ${about}`] as const
  )
  return `Sandkasten ${version} is ready: ${url}${tlsUrl === null ? '' : ` and ${tlsUrl}`}

${columns([...apis, ['Contracts and Swagger UI', `${url}/docs`], ['Guide', `${url}/docs/guide/`]])}

Demo credentials (client / secret)
${columns(rows)}

Try: curl -u demo-client:demo-secret -d grant_type=client_credentials ${url}/auth/token`
}

/** What came of a replay. */
export function replayText(report: Report): string {
  const { recordedBy, version, calls, compared, skipped, notes, differences } = report
  const lines = differences.map(
    ({ n, call, path, expected, actual }) =>
      `  ${n} ${call}\n    ${path}: ${JSON.stringify(expected)} became ${JSON.stringify(actual)}`
  )
  return [
    ...notes,
    ...skipped.map(({ n, reason }) => `Call ${n} was not made again: ${reason}.`),
    `${compared} of ${calls} calls, recorded by ${recordedBy}, were made again with ${version}.`,
    differences.length === 0 ? 'Every answer is the same.' : 'Differences:',
    ...lines
  ].join('\n')
}

/** All operations, one a line. */
export function routeTable(contracts: readonly Contract[]): string {
  return contracts
    .map(({ title, operations }) => {
      const rows = operations.map(
        ({ method, path, id, fidelity }) => [`${method} ${path}`, `${id} (${fidelity})`] as const
      )
      return `${title}\n${columns(rows)}`
    })
    .join('\n\n')
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
