/** A decision on which reasonable people differ. Every one has a name, a default and a sentence about it. */
export type Switch = {
  readonly default: Setting
  /** The values allowed; for numbers the smallest one. */
  readonly values: readonly Setting[] | { readonly least: number }
  readonly about: string
}

export type Setting = boolean | string | number

export type Switches = Readonly<Record<string, Switch>>

/** The values of a table of switches, by name. */
export type Settings<T extends Switches = Switches> = { readonly [K in keyof T]: Widened<T[K]> }

type Widened<S extends Switch> = S['values'] extends readonly (infer V)[] ? V : number

export function defaultsOf(switches: Switches): Record<string, Setting> {
  return Object.fromEntries(Object.entries(switches).map(([name, one]) => [name, one.default]))
}

/** What is wrong with a wish for other settings, one sentence each; empty when nothing is. `null` means the default. */
export function faultsOf(switches: Switches, wish: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(wish).flatMap(([name, value]) => {
    const known = Object.hasOwn(switches, name) ? switches[name] : undefined
    if (!known) return [`there is no switch ${name}`]
    return value === null || allows(known, value) ? [] : [`${name} is ${rangeOf(known)}`]
  })
}

/** The values of a switch in words. */
export function rangeOf(one: Switch): string {
  if (isList(one.values)) return one.values.map(String).join(' or ')
  return `a whole number from ${one.values.least} on`
}

function allows(one: Switch, value: unknown): boolean {
  if (isList(one.values)) return one.values.includes(value as Setting)
  return Number.isInteger(value) && (value as number) >= one.values.least
}

function isList(values: Switch['values']): values is readonly Setting[] {
  return Array.isArray(values)
}
