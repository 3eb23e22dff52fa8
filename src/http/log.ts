/** Where the log goes. A pino logger is one. */
export type Log = {
  readonly level: string
  info(details: object, message?: string): void
  error(details: object | string, message?: string): void
}
