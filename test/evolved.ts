/** The evolutions that a header tells of. */
export function toldIn(header: string | null): readonly string[] {
  return (header ?? '').split(', ').filter(one => /^[+~]/.test(one))
}

/** An evolved body without what the header says is new. */
export function takenAway(body: unknown, header: string | null): unknown {
  const plain = structuredClone(body)
  for (const told of toldIn(header).toReversed()) {
    const [place = '', was] = told.slice(1).split('=')
    const steps = place.split('/').slice(1).map(decodeStep)
    const last = steps.pop() as string
    // biome-ignore lint/suspicious/noExplicitAny: a document is walked
    const holder = steps.reduce((inner: any, step) => inner[step], plain as any)
    if (was !== undefined) holder[last] = decodeURIComponent(was)
    else if (Array.isArray(holder)) holder.splice(Number(last), 1)
    else delete holder[last]
  }
  return plain
}

function decodeStep(step: string): string {
  return decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~')
}
