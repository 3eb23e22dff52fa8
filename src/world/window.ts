/** How often something happened in the window of time that is running. */
export type Window = { readonly id: string; readonly startedAt: number; readonly requests: number }

/** The window after one more request; a new one starts when the last is over. */
export function count(
  window: Window | undefined,
  id: string,
  now: number,
  lengthMs: number
): Window {
  const isOver = !window || now - window.startedAt >= lengthMs || now < window.startedAt
  return isOver ? { id, startedAt: now, requests: 1 } : { ...window, requests: window.requests + 1 }
}
