import { type ErrorCode, HearthError } from '@hearth/shared/protocol'

/** What the browser calls a failure of storage, by the name of its DOMException. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: 'device.storage_full',
  // Some browsers keep no CryptoKey in a private window.
  DataCloneError: 'device.storage_private',
  VersionError: 'device.storage_version',
}

/** The error for what storage threw; one with a code of ours passes as it is. */
const storageError = (cause: unknown): HearthError => {
  if (cause instanceof HearthError) return cause
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  return new HearthError(CODES[name] ?? 'device.storage', undefined, { cause })
}

/** Runs work on storage. @throws {HearthError} `device.storage`, `device.storage_*` */
export const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (cause) {
    throw storageError(cause)
  }
}
