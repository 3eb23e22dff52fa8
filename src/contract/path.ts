/** Steps into a document: names and list indices. */
export type Path = readonly (string | number)[]

/** As `haushalte[0].kunden`. */
export function beanPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text ? `${text}.${step}` : step
  }, '')
}

/** As `haushalte.[0].kunden`, the way deserialisation errors are spelled. */
export function jacksonPath(path: Path): string {
  return path.map(step => (typeof step === 'number' ? `[${step}]` : step)).join('.')
}

/** The steps of a JSON pointer; whole numbers become indices. */
export function fromPointer(pointer: string): Path {
  if (pointer === '') return []
  const steps = pointer.slice(1).split('/')
  return steps.map(step =>
    /^\d+$/.test(step) ? Number(step) : step.replace(/~1/g, '/').replace(/~0/g, '~')
  )
}
