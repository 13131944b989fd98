import { CryptoError, relayOrigin } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { isLoopback } from './loopback.ts'

/** Whether a page there may use WebCrypto’s keys and the camera: over https, or on this machine. */
export const isSecureContext = (origin: string): boolean => origin.startsWith('https:') || isLoopback(origin)

/**
 * Reads the name that a proxy in front of this host’s own relay gives it, in the one spelling that is signed.
 * @throws {HearthError} `input.invalid` for no origin, and for one at which browsers hand out no keys
 */
export const publicName = (text: string): string => {
  const origin = originOf(text)
  if (origin === null) {
    throw new HearthError(
      'input.invalid',
      `--public takes an origin such as https://box.example, not “${text}”`,
    )
  }
  if (!isSecureContext(origin)) {
    throw new HearthError(
      'input.invalid',
      `${origin} has no TLS: away from this machine browsers give pages keys and camera over https only. docs/hosting.md shows three ways to an https name`,
    )
  }
  return origin
}

const originOf = (text: string): string | null => {
  try {
    return relayOrigin(text)
  } catch (error) {
    if (error instanceof CryptoError) return null
    throw error
  }
}
