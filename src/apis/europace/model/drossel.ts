/** The requests of a client in the window that is running. */
export type Fenster = { readonly id: string; readonly startedAt: number; readonly requests: number }

/** The window after one more request; a new one starts when the last is over. */
export function count(
  fenster: Fenster | undefined,
  id: string,
  now: number,
  lengthMs: number
): Fenster {
  const isOver = !fenster || now - fenster.startedAt >= lengthMs || now < fenster.startedAt
  return isOver
    ? { id, startedAt: now, requests: 1 }
    : { ...fenster, requests: fenster.requests + 1 }
}
