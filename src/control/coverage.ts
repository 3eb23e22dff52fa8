import type { Handlers } from '../contract/operation.ts'
import type { operations } from '../contract/types/control.ts'
import { Problem } from '../http/problem.ts'
import type { ControlContext } from './context.ts'
import { createReport } from './coverage-report.ts'
import { toJunit, toMarkdown } from './coverage-text.ts'

const MEDIA = { json: 'application/json', markdown: 'text/markdown', junit: 'application/xml' }

type Format = keyof typeof MEDIA

/** The handler that tells what the traffic covered. */
export const coverage: Handlers<Pick<operations, 'getCoverage'>, ControlContext> = {
  async getCoverage({ query, headers }, { world, contract, coverable }) {
    const { client, contract: wanted } = query
    const names = wanted === undefined || wanted === 'called' ? [] : wanted.split(',')
    const unknown = names.find(name => !coverable.contracts.includes(name))
    if (unknown !== undefined) {
      const known = coverable.contracts.join(', ')
      throw new Problem(404, 'Not Found', `There is no contract ${unknown}, but ${known}`)
    }
    const report = await createReport({
      world,
      contracts: (names.length > 0 ? names : coverable.contracts).map(contract),
      branches: coverable.branches,
      client,
      onlyCalled: wanted === 'called'
    })
    const format = query.format ?? formatOf(headers['accept'])
    const type = { type: MEDIA[format] }
    if (format === 'markdown') return { status: 200, body: toMarkdown(report), ...type }
    if (format === 'junit') return { status: 200, body: toJunit(report), ...type }
    return { status: 200, body: report, ...type }
  }
}

/** The first media type that is one of ours; its weights are not looked at. */
function formatOf(accept = ''): Format {
  for (const part of accept.toLowerCase().split(',')) {
    if (part.includes('json')) return 'json'
    if (part.includes('markdown')) return 'markdown'
    if (/\b(application|text)\/xml\b/.test(part)) return 'junit'
  }
  return 'json'
}
