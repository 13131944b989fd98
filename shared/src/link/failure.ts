import { CryptoError } from '../crypto/index.ts'
import { Close, closeName, ERRORS, HearthError } from '../protocol/index.ts'
import type { PipeEnd } from '../transport/index.ts'

/** How a connection failed: soon worth another try (`lost`), or not before something changes (`refuse`). */
export interface Failure {
  readonly event: 'lost' | 'refuse'
  readonly error: HearthError
}

const refuse = (error: HearthError): Failure => ({ event: 'refuse', error })
const lost = (error: HearthError): Failure => ({ event: 'lost', error })

/** What the end of a pipe or line means. Close codes are the relay's word, so none of them is final. */
export const failureOfEnd = ({ code }: PipeEnd): Failure => {
  switch (code) {
    case Close.refused:
    case Close.revoked:
      return refuse(new HearthError('relay.refused'))
    case Close.version:
      return refuse(new HearthError('link.version'))
    case Close.replaced:
      return refuse(new HearthError('link.lost', 'Another connection of this device took over'))
    case Close.rate:
      return lost(new HearthError('relay.rate'))
    case Close.goingAway:
      return lost(new HearthError('relay.unreachable', 'The relay or host is restarting'))
    default:
      return lost(new HearthError('link.lost', `The connection ended (${closeName(code)})`))
  }
}

/** What an error on the way to a live channel means. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof CryptoError) {
    if (error.code === 'version') return refuse(new HearthError('link.version', undefined, { cause: error }))
    return refuse(new HearthError('link.handshake', undefined, { cause: error }))
  }
  if (!(error instanceof HearthError))
    return lost(new HearthError('relay.unreachable', undefined, { cause: error }))
  const hopeless = ERRORS[error.code][1] === 'auth' && error.retryAfter === undefined
  return hopeless ? refuse(error) : lost(error)
}
