/** Those who wait for something that fits. Each thing is looked at once, when it comes. */
export type Waiting<T> = {
  /** Ends once `count` of them fit, those that were there included, or nobody wants to wait any more: then with what there is. */
  wait(
    there: readonly T[],
    fits: (one: T) => boolean,
    count: number,
    signal: AbortSignal
  ): Promise<readonly T[]>
  see(one: T): void
  /** What was there so far is gone. */
  forget(): void
}

type Watcher<T> = Pick<Waiting<T>, 'see' | 'forget'>

export function createWaiting<T>(): Waiting<T> {
  const watchers = new Set<Watcher<T>>()

  return {
    wait(there, fits, count, signal) {
      if (there.length >= count || signal.aborted) return Promise.resolve(there)
      return new Promise(resolve => {
        let found = [...there]
        const watcher: Watcher<T> = {
          see(one) {
            if (fits(one) && found.push(one) >= count) end()
          },
          forget() {
            found = []
          }
        }
        function end(): void {
          watchers.delete(watcher)
          signal.removeEventListener('abort', end)
          resolve(found)
        }
        watchers.add(watcher)
        signal.addEventListener('abort', end)
      })
    },
    see(one) {
      for (const watcher of watchers) watcher.see(one)
    },
    forget() {
      for (const watcher of watchers) watcher.forget()
    }
  }
}
