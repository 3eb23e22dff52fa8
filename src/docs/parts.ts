import { ledger, rules } from './ledger.ts'
import { pageList } from './pages.ts'
import {
  bankTable,
  codeTable,
  credentialTable,
  europaceCases,
  loginTable,
  operationTable,
  partnerTable,
  personaTable,
  settingTable,
  switchTable,
  userTable
} from './tables.ts'

/** What is made from the sources, by the word in its mark; behind the word stands what it is about. */
const PARTS: Readonly<Record<string, (...about: readonly string[]) => string>> = {
  banks: bankTable,
  cases: europaceCases,
  codes: codeTable,
  credentials: credentialTable,
  ledger,
  logins: loginTable,
  operations: operationTable,
  pages: pageList,
  partners: partnerTable,
  personas: personaTable,
  rules,
  settings: settingTable,
  switches: switchTable,
  users: userTable
}

const MARK = /<!-- made: ([^\n]+?) -->\n[\s\S]*?<!-- end -->/g

/** A page with its made parts as the sources are now. */
export function refresh(page: string): string {
  return page.replace(MARK, (_, mark: string) => {
    const [name = '', ...about] = mark.split(' ')
    const make = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined
    if (!make) throw new Error(`nothing is made by ${mark}`)
    return `<!-- made: ${mark} -->\n${make(...about)}\n<!-- end -->`
  })
}
