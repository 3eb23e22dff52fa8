// Writes where the operations of the control API are, for its client: the types know their bodies, but not their paths.
import { readFileSync, writeFileSync } from 'node:fs'
import { CORE_SCHEMA, load } from 'js-yaml'

const { paths } = load(readFileSync('openapi/control.yaml', 'utf8'), { schema: CORE_SCHEMA })
const METHODS = ['get', 'put', 'post', 'patch', 'delete']
const lines = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.filter(method => item[method]).map(
    method => `  ${item[method].operationId}: '${method.toUpperCase()} ${path}'`
  )
)

writeFileSync(
  'src/contract/types/control-operations.ts',
  `/** Method and path of the operations of openapi/control.yaml. Made by \`npm run types\`, never edited. */
export const OPERATIONS = {
${lines.join(',\n')}
} as const
`
)
