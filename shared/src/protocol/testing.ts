import { MalformedError, type MalformedReason } from './malformed.ts'

/** Why bytes were refused, or null where they were not. */
export const reason = (run: () => unknown): MalformedReason | null => {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof MalformedError) return error.reason
    throw error
  }
}
