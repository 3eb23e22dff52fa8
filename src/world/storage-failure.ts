/** The state cannot be kept or read. The message is one line for whoever runs the server. */
export type StorageFailure = Error & {
  readonly isStorageFailure: true
  /** `refused`: nothing of the change was kept, all that was acknowledged is safe. `unreadable`: what is there is no state of ours. */
  readonly what: 'refused' | 'unreadable'
}

export function storageFailure(what: StorageFailure['what'], message: string): StorageFailure {
  return Object.assign(new Error(message), { isStorageFailure: true as const, what })
}

export function isStorageFailure(error: unknown): error is StorageFailure {
  return error instanceof Error && 'isStorageFailure' in error
}

/** Why the system refused, in words that help. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && REASONS[code]) ?? code ?? message
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left',
  EDQUOT: 'the quota is used up',
  EFBIG: 'the file may not grow further',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENOTDIR: 'it is no directory'
}
