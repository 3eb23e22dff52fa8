import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apis, credentialsIn, switches } from '../apis/all.ts'
import { AUSLOESER } from '../apis/banksapi/model/ausloeser.ts'
import { CODES, meldung } from '../apis/banksapi/model/meldung.ts'
import { VERFAHREN } from '../apis/banksapi/model/verfahren.ts'
import { readSeed } from '../app.ts'
import { flagOf, variableOf } from '../config.ts'
import { loadContract } from '../contract/document.ts'
import { HOME } from '../contract/home.ts'
import { SETTINGS } from '../settings.ts'
import { rangeOf } from '../world/behaviour.ts'
import { code, table } from './markdown.ts'

type Bank = {
  readonly id: string
  readonly name: string
  readonly loginHint: string
  readonly bank: { readonly sca: keyof typeof ASKS; readonly verfahren: readonly number[] }
}

/** When the fictitious banks ask for a TAN. */
const ASKS = { nie: 'never', einmal: 'once for each channel', immer: 'at every fetch' } as const

const seed = readSeed()

export function settingTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, one]) => {
    const flag = name === 'behaviour' ? '--set NAME=VALUE' : `--${flagOf(name)}`
    const value = one.default === null ? '' : code(JSON.stringify(one.default))
    return [code(name), one.description, value, code(flag), code(variableOf(name))]
  })
  return table(['In the file', 'Meaning', 'Default', 'Flag', 'Variable'], rows)
}

/** All switches, or those whose names start with one of these words. */
export function switchTable(...starts: readonly string[]): string {
  const rows = Object.entries(switches)
    .filter(([name]) => starts.length === 0 || starts.includes(name.split('.')[0] as string))
    .map(([name, one]) => [code(name), code(one.default), rangeOf(one), one.about])
  return table(['Switch', 'Default', 'Values', 'Meaning'], rows)
}

export function credentialTable(...names: readonly string[]): string {
  const all = names.length === 0 || names.length === apis.length
  const rows = credentialsIn(seed)
    .filter(({ api }) => all || names.includes(api))
    .map(({ api, client, secret, about }) => [
      ...(all ? [api] : []),
      code(client),
      code(secret),
      about
    ])
  return table([...(all ? ['API'] : []), 'Client', 'Secret', 'About'], rows)
}

export function userTable(): string {
  type User = { readonly tenant: string; readonly username: string; readonly password: string }
  const rows = documents<User>('banksapi-users').map(({ tenant, username, password }) =>
    [tenant, username, password].map(code)
  )
  return table(['Tenant', 'User', 'Password'], rows)
}

export function partnerTable(): string {
  type Partner = {
    readonly id: string
    readonly name: string
    readonly typ: string
    readonly oberhalb?: string
    readonly rechte: readonly string[]
  }
  const rows = documents<Partner>('partner').map(({ id, name, typ, oberhalb, rechte }) => [
    code(id),
    name,
    typ.toLowerCase(),
    oberhalb ? code(oberhalb) : '',
    rechte.map(code).join(', ')
  ])
  return table(['Partner id', 'Name', 'Is', 'Below', 'Rights'], rows)
}

export function europaceCases(product: string): string {
  type Case = {
    readonly id: string
    readonly produkt: string
    readonly status: string
    readonly datenkontext: string
    readonly betreuung: { readonly kundenbetreuer: string; readonly bearbeiter?: string }
  }
  const rows = documents<Case>('vorgaenge')
    .filter(({ produkt }) => produkt === product)
    .map(({ id, status, datenkontext, betreuung: { kundenbetreuer, bearbeiter } }) => {
      const partners = [code(kundenbetreuer), bearbeiter ? code(bearbeiter) : '']
      return [code(id), status, datenkontext, ...partners]
    })
  return table(['Case', 'Status', 'Datenkontext', 'Kundenbetreuer', 'Bearbeiter'], rows)
}

/** The people of fixtures/examples, as the page beside them tells of them. */
export function personaTable(): string {
  const text = readFileSync(join(HOME, 'fixtures', 'examples', 'README.md'), 'utf8')
  return text
    .split('\n')
    .filter(line => line.startsWith('|'))
    .join('\n')
}

/** The logins of the fictitious banks. */
export function loginTable(): string {
  type Login = {
    readonly id: string
    readonly pins: readonly string[]
    readonly name: string
    readonly konten: readonly string[]
  }
  const konten = documents<{ readonly id: string; readonly kategorie: string }>('bank-konten')
  const kinds = new Map(konten.map(({ id, kategorie }) => [id, kategorie]))
  const rows = documents<Login>('bank-logins').map(one => [
    code(one.id),
    one.pins.map(code).join(', '),
    one.name,
    one.konten.map(id => kinds.get(id)).join(', ')
  ])
  return table(['Login', 'PIN', 'Belongs to', 'Accounts'], rows)
}

export function bankTable(): string {
  const names = new Map(VERFAHREN.map(one => [one.kodierung, one.name]))
  const rows = documents<Bank>('anbieter').map(({ id, name, loginHint, bank }) => {
    const methods = bank.verfahren.map(number => names.get(number) ?? String(number))
    return [name, code(id), ASKS[bank.sca], methods.join(', '), loginHint]
  })
  return table(['Bank', 'providerId', 'Asks for a TAN', 'Methods', 'What it tells customers'], rows)
}

export function codeTable(): string {
  const rows = CODES.map(one => {
    const { level, message, details } = meldung(one)
    const text = details === undefined ? message : `${message}. ${details}`
    return [code(one), level, text, AUSLOESER[one], code(`demo1+${one.toLowerCase()}`)]
  })
  return table(['Code', 'Level', 'Text', 'Raised by', 'Login'], rows)
}

/** The operations of a contract, by tag. */
export function operationTable(contract: string): string {
  const { document, operations } = loadContract(contract)
  const tagOf = (path: string, method: string): string =>
    document.paths[path][method.toLowerCase()].tags[0]
  return (document.tags as readonly { name: string; description: string }[])
    .map(({ name, description }) => {
      const rows = operations
        .filter(({ path, method }) => tagOf(path, method) === name)
        .map(({ id, method, path, summary }) => [code(`${method} ${path}`), code(id), summary])
      return `### ${name}\n\n${description}\n\n${table(['Call', 'Operation', 'Does'], rows)}`
    })
    .join('\n\n')
}

function documents<T>(collection: string): readonly T[] {
  return (seed[collection] ?? []) as readonly unknown[] as readonly T[]
}
