import type { Contract, Operation } from '../contract/document.ts'
import { type Field, fieldsAt } from '../contract/fields.ts'
import type { components } from '../contract/types/control.ts'
import type { Counted, Deeds, Seen } from '../world/tally.ts'
import type { World } from '../world/world.ts'
import type { Coverable } from './context.ts'

type Schemas = components['schemas']
export type Report = Schemas['Coverage']
type OperationCoverage = Schemas['OperationCoverage']
type Totals = Schemas['CoverageTotals']

type Wanted = {
  readonly world: World
  readonly contracts: readonly Contract[]
  readonly branches: Coverable['branches']
  readonly client: string | undefined
  readonly onlyCalled: boolean
}

/** What the traffic of a workspace, or of one client in it, covered. */
export async function createReport(wanted: Wanted): Promise<Report> {
  const { world, client, onlyCalled } = wanted
  const { byClient } = world.journal.tally
  const deeds = client === undefined ? [...byClient.values()] : [byClient.get(client) ?? []].flat()
  const contracts = wanted.contracts
    .map(contract => contractCoverage(contract, deeds))
    .filter(one => !onlyCalled || one.totals.operations.covered > 0)
  const branches = await branchCoverage(wanted, deeds)
  const all = branches.flatMap(one => one.branches)
  return {
    workspace: world.name,
    ...(client !== undefined && { client }),
    totals: {
      ...sum(contracts.map(one => one.totals)),
      branches: share(all.filter(one => one.count > 0).length, all.length)
    },
    contracts,
    branches
  }
}

function contractCoverage(contract: Contract, deeds: readonly Deeds[]): Report['contracts'][0] {
  const operations = contract.operations.map(operation => {
    const counted = deeds.flatMap(one => one.operations.get(operation.id) ?? [])
    return operationCoverage(contract, operation, counted)
  })
  const { name, title } = contract
  return { name, title, totals: sum(operations.map(totalsOf)), operations }
}

function operationCoverage(
  contract: Contract,
  operation: Operation,
  counted: readonly Counted[]
): OperationCoverage {
  const statuses = statusesOf(operation, counted)
  const query = fieldsOfQuery(operation)
  const body = fieldsOfBody(contract, operation)
  const places = [
    { fields: query, roots: counted.map(one => one.query), mark: 'query ' },
    { fields: body, roots: counted.map(one => one.body), mark: '' }
  ]
  const calls = statuses.reduce((total, one) => total + one.count, 0)
  return {
    operationId: operation.id,
    method: operation.method,
    path: operation.path,
    calls,
    statuses,
    parameters: inShort(
      split(parametersOf(operation), name => isSent(name, calls, counted)),
      calls
    ),
    properties: inShort(
      split(
        body.map(({ path }) => path),
        path => counted.some(one => placesAt(one.body, path).length > 0)
      ),
      calls
    ),
    enumValues: inShort(
      merge(places.map(({ fields, roots, mark }) => valuesOf(fields, roots, mark))),
      calls
    )
  }
}

/** Documented statuses first; a range counts what falls into it and is not named itself. */
function statusesOf(
  operation: Operation,
  counted: readonly Counted[]
): OperationCoverage['statuses'] {
  const seen = new Map<number, number>()
  for (const { statuses } of counted)
    for (const [status, count] of statuses) seen.set(status, (seen.get(status) ?? 0) + count)
  const named = new Map([...operation.responses.keys()].map(status => [status, 0]))
  const others = new Map<string, number>()
  for (const [status, count] of seen) {
    const range = `${Math.floor(status / 100)}XX`
    const name = [String(status), range].find(one => named.has(one))
    const [into, key] = name === undefined ? [others, String(status)] : [named, name]
    into.set(key, (into.get(key) ?? 0) + count)
  }
  const list = (from: ReadonlyMap<string, number>, documented: boolean) =>
    [...from].map(([status, count]) => ({ status, count, documented }))
  return [...list(named, true), ...list(others, false)]
}

function parametersOf({ parameters }: Operation): string[] {
  return parameters.map(one => `${one.in} ${one.name}`)
}

/** What is in the path is sent with every call. */
function isSent(parameter: string, calls: number, counted: readonly Counted[]): boolean {
  const [place, name = ''] = parameter.split(' ')
  if (place === 'path') return calls > 0
  if (place === 'query') return counted.some(one => one.query.below.has(name))
  return counted.some(one => one.headers.has(name.toLowerCase()))
}

function fieldsOfQuery({ parameters }: Operation): readonly Field[] {
  return parameters
    .filter(one => one.in === 'query')
    .map(({ name, schema }) => {
      const values: unknown[] | undefined = schema.enum ?? schema.items?.enum
      return { path: name, ...(values && { values: values.map(String) }) }
    })
}

/** A form and a JSON of the same fields are one. */
function fieldsOfBody({ document }: Contract, { body }: Operation): readonly Field[] {
  const fields = (body?.media ?? []).flatMap(({ pointer }) => fieldsAt(document, pointer))
  return [...new Map(fields.map(one => [one.path, one])).values()]
}

/** What was seen at `haushalte[].name`; `*` stands for every name. */
function placesAt(root: Seen, path: string): readonly Seen[] {
  const steps = path.split(/\.|(?=\[\])/).filter(step => step !== '')
  return steps.reduce<readonly Seen[]>(
    (places, step) =>
      places.flatMap(({ below }) => (step === '*' ? [...below.values()] : (below.get(step) ?? []))),
    [root]
  )
}

function valuesOf(fields: readonly Field[], roots: readonly Seen[], mark: string) {
  return merge(
    fields
      .filter(({ values }) => values)
      .map(({ path, values = [] }) => {
        const places = roots.flatMap(root => placesAt(root, path))
        const seen = new Set(places.flatMap(one => [...one.values, ...textsBelow(one)]))
        const { sent, unsent } = split(values, value => seen.has(value))
        const named = (value: string) => `${mark}${path}=${value}`
        return { sent: sent.map(named), unsent: unsent.map(named) }
      })
  )
}

/** An enum in a list that is not named itself. */
function textsBelow({ below }: Seen): readonly string[] {
  return [...(below.get('[]')?.values ?? [])]
}

function split(names: readonly string[], isCovered: (name: string) => boolean): Split {
  const once = [...new Set(names)]
  return { sent: once.filter(isCovered), unsent: once.filter(name => !isCovered(name)) }
}

function merge(parts: readonly Split[]): Split {
  return { sent: parts.flatMap(one => one.sent), unsent: parts.flatMap(one => one.unsent) }
}

type Split = { readonly sent: readonly string[]; readonly unsent: readonly string[] }

/** A contract has thousands of properties: nobody reads those of an operation that was not called at all. */
function inShort({ sent, unsent }: Split, calls: number): Schemas['SentAndUnsent'] {
  return { total: sent.length + unsent.length, sent, unsent: calls > 0 ? unsent : [] }
}

async function branchCoverage(
  { world, branches, client, contracts, onlyCalled }: Wanted,
  deeds: readonly Deeds[]
): Promise<Report['branches']> {
  const counts = new Map<string, number>()
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count)
  for (const one of deeds) for (const [key, count] of one.branches) add(key, count)
  // The state does not tell which client it was.
  const reached = client === undefined ? await branches.reached(world.store) : []
  for (const [group, name] of reached) add(`${group}\n${name}`, 1)
  const isWanted = (group: string) =>
    contracts.some(({ name }) => name.startsWith(OWNERS[group.split(' ')[0] as string] ?? name))
  return Object.entries(branches.known)
    .filter(([group]) => isWanted(group))
    .map(([group, names]) => ({
      group,
      branches: names.map(name => ({ name, count: counts.get(`${group}\n${name}`) ?? 0 }))
    }))
    .filter(one => !onlyCalled || one.branches.some(({ count }) => count > 0))
}

/** Which contracts a group of branches belongs to, by its first word. */
const OWNERS: Readonly<Record<string, string>> = {
  BANKSapi: 'banksapi-',
  ING: 'ing-',
  KEX: 'kreditsmart-'
}

function totalsOf(one: OperationCoverage): Totals {
  const documented = one.statuses.filter(status => status.documented)
  const part = ({ sent, total }: Schemas['SentAndUnsent']) => share(sent.length, total)
  return {
    operations: share(one.calls > 0 ? 1 : 0, 1),
    statuses: share(documented.filter(({ count }) => count > 0).length, documented.length),
    parameters: part(one.parameters),
    properties: part(one.properties),
    enumValues: part(one.enumValues)
  }
}

const KINDS = ['operations', 'statuses', 'parameters', 'properties', 'enumValues'] as const

function sum(all: readonly Totals[]): Totals {
  const totals = KINDS.map(kind => {
    const shares = all.map(one => one[kind])
    const add = (name: 'covered' | 'total') => shares.reduce((n, one) => n + one[name], 0)
    return [kind, share(add('covered'), add('total'))] as const
  })
  return Object.fromEntries(totals) as Totals
}

function share(covered: number, total: number): Schemas['Share'] {
  return {
    covered,
    total,
    percent: total === 0 ? 100 : Math.round((covered / total) * 1000) / 10
  }
}
