import type { Report } from './coverage-report.ts'

type ContractCoverage = Report['contracts'][number]
type OperationCoverage = ContractCoverage['operations'][number]
type Totals = Report['totals']

const KINDS: readonly (readonly [kind: keyof Totals, title: string])[] = [
  ['operations', 'Operations'],
  ['statuses', 'Statuses'],
  ['parameters', 'Parameters'],
  ['properties', 'Properties'],
  ['enumValues', 'Enum values']
]

/** Tables for people. */
export function toMarkdown(report: Report): string {
  const { workspace, client, totals, contracts, branches } = report
  const whose = client === undefined ? '' : `, client ${cell(client)}`
  const all: Row[] = [
    ...contracts.map(one => [one.name, ...shares(one.totals)]),
    ['**all**', ...shares(totals)]
  ]
  const parts = [
    `# Coverage of workspace ${workspace}${whose}`,
    table(['Contract', ...KINDS.map(([, title]) => title)], all),
    ...contracts.map(contractPart),
    ...(branches.length > 0 ? [branchPart(report)] : [])
  ]
  return `${parts.join('\n\n')}\n`
}

function contractPart({ title, operations }: ContractCoverage): string {
  const rows = operations.map(one => [
    `${one.method} ${one.path}`,
    String(one.calls),
    one.statuses
      .filter(({ count }) => count > 0)
      .map(nameStatus)
      .join(', '),
    one.statuses
      .filter(({ count }) => count === 0)
      .map(({ status }) => status)
      .join(', '),
    partOf(one.parameters),
    partOf(one.properties),
    partOf(one.enumValues)
  ])
  const heads = [
    'Operation',
    'Calls',
    'Seen',
    'Not seen',
    'Parameters',
    'Properties',
    'Enum values'
  ]
  return `## ${title}\n\n${table(heads, rows)}`
}

function branchPart({ branches, totals }: Report): string {
  const rows = branches.map(one => {
    const names = (isSeen: boolean) =>
      one.branches
        .filter(({ count }) => count > 0 === isSeen)
        .map(({ name }) => name)
        .join(', ')
    return [one.group, names(true), names(false)]
  })
  const percent = totals.branches === undefined ? '' : `: ${totals.branches.percent} %`
  return `## Branches of flows${percent}\n\n${table(['Group', 'Touched', 'Not touched'], rows)}`
}

type Row = readonly string[]

function table(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map(cell).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ')
}

function shares(totals: Totals): string[] {
  return KINDS.map(([kind]) => {
    const { covered = 0, total = 0, percent = 0 } = totals[kind] ?? {}
    return `${percent} % (${covered}/${total})`
  })
}

function nameStatus({ status, documented }: OperationCoverage['statuses'][number]): string {
  return documented ? status : `${status} (not documented)`
}

function partOf({ sent, total }: OperationCoverage['properties']): string {
  return total === 0 ? '' : `${sent.length}/${total}`
}

type Case = { readonly name: string; readonly count: number }

/** JUnit: a suite for each contract and group of branches, a test case for each status and branch. */
export function toJunit({ contracts, branches }: Report): string {
  const suites = [
    ...contracts.map(one => suite(one.name, one.operations.flatMap(casesOf))),
    ...branches.map(one => suite(one.group, one.branches))
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="Sandkasten coverage">',
    ...suites,
    '</testsuites>',
    ''
  ].join('\n')
}

function casesOf({ method, path, statuses }: OperationCoverage): Case[] {
  return statuses.map(({ status, count }) => ({ name: `${method} ${path} ${status}`, count }))
}

function suite(name: string, cases: readonly Case[]): string {
  const skipped = cases.filter(({ count }) => count === 0).length
  const lines = cases.map(one => {
    const start = `    <testcase classname="${escaped(name)}" name="${escaped(one.name)}" time="0"`
    return one.count > 0
      ? `${start}/>`
      : `${start}><skipped message="not covered by the traffic"/></testcase>`
  })
  const counts = `tests="${cases.length}" failures="0" errors="0" skipped="${skipped}" time="0"`
  return [`  <testsuite name="${escaped(name)}" ${counts}>`, ...lines, '  </testsuite>'].join('\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;'
}

/** XML knows no control characters, not even as entities. */
function escaped(text: string): string {
  const clean = [...text].filter(one => one >= ' ').join('')
  return clean.replace(/[&<>"']/g, one => ENTITIES[one] as string)
}
