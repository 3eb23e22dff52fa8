import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Contract } from '../contract/document.ts'
import type { Services } from '../http/observe.ts'
import type { Language } from '../http/page.ts'
import type { ControlCall, Kind, Showcase, Wording } from '../http/showcase.ts'
import type { Switches } from '../world/behaviour.ts'
import type { World } from '../world/world.ts'
import { DEFAULT_WORKSPACE } from '../world/worlds.ts'
import { DE, type Texts } from './texts-de.ts'
import { EN } from './texts-en.ts'

/** What the console is made of. */
export type ConsoleOptions = {
  readonly credentials: readonly Credential[]
  readonly downloads: readonly Download[]
  readonly contracts: readonly Contract[]
  readonly showcases: () => Promise<readonly Showcase[]>
  readonly switches: Switches
  readonly services: Services
  readonly controlToken: string | undefined
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

/** What the pages share as long as the server runs. */
export type Desk = ConsoleOptions & {
  readonly app: FastifyInstance
  readonly control: Contract
  readonly showcase: Showcase
  /** Carried by every form, so that other sites cannot push our buttons. */
  readonly seal: string
  readonly results: Results
}

/** What became of the buttons that were pushed last. */
export type Results = {
  keep(result: Result): string
  get(id: string): Result | undefined
}

type Result = {
  readonly call: ControlCall
  readonly status: number
  /** What the control API says about a refusal. */
  readonly detail?: string | undefined
}

/** One look at one page: who looks, where, and at which workspace. */
export type Site = {
  readonly desk: Desk
  readonly request: FastifyRequest
  readonly language: Language
  readonly t: Texts
  /** The way to the first page. */
  readonly root: string
  /** The page itself, from the first one on, as `console/clock`; empty for the first page. */
  readonly page: string
  readonly query: Readonly<Record<string, string>>
  readonly world: World
  /** Where the server is, as the browser sees it. */
  readonly base: string
}

export const TEXTS: Readonly<Record<Language, Texts>> = { de: DE, en: EN }

export function say(site: Site, wording: Wording | string): string {
  return typeof wording === 'string' ? wording : wording[site.language]
}

/** An address from the first page on. Language and workspace go with it. */
export function addressOf(
  site: Site,
  page: string,
  query: Readonly<Record<string, string | undefined>> = {}
): string {
  const { world } = site
  const all = {
    ...(world.name !== DEFAULT_WORKSPACE && { workspace: world.name }),
    ...(site.query['lang'] === site.language && { lang: site.language }),
    ...query
  }
  const pairs = Object.entries(all).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]
  )
  return pairs.length === 0 ? page : `${page}?${pairs.join('&')}`
}

/** The same for a link on this page. */
export function linkTo(
  site: Site,
  page: string,
  query?: Readonly<Record<string, string | undefined>>
): string {
  return site.root + addressOf(site, page, query) || './'
}

/** This very page with other parameters. */
export function here(site: Site, change: Readonly<Record<string, string | undefined>>): string {
  const { done: _, lang: __, workspace: ___, ...query } = site.query
  return linkTo(site, site.page, { ...query, ...change })
}

export function kindNamed(desk: Desk, name: string | undefined): Kind | undefined {
  return desk.showcase.kinds.find(one => one.name === name)
}
