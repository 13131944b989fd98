import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { HearthError } from '@hearth/shared/protocol'
import { MAX_PUSH_TEXT } from './limits.ts'

/** Who can open a body: a browser's keys as it gives them (docs/protocol.md, "Push"). */
export interface PushKeys {
  /** P-256, uncompressed, 65 bytes. */
  readonly p256dh: Uint8Array
  /** 16 bytes. */
  readonly auth: Uint8Array
}

/** What a body is made with besides; given only where a known vector is to come out. */
export interface SealWith {
  readonly secret?: Uint8Array
  readonly salt?: Uint8Array
  /** Bytes to which the text is padded. */
  readonly padTo?: number
}

const CURVE = 'prime256v1'
/** The last record's mark (RFC 8188, section 2). */
const LAST_RECORD = 2
/** One record is all there is: this only has to be larger than it. */
const RECORD_SIZE = 4_096

const derive = (secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/** Are these keys on the curve, and as long as they must be? */
export const arePushKeys = ({ p256dh, auth }: PushKeys): boolean => {
  if (p256dh.length !== 65 || p256dh[0] !== 4 || auth.length !== 16) return false
  const own = createECDH(CURVE)
  own.generateKeys()
  try {
    own.computeSecret(p256dh)
    return true
  } catch {
    // Node's one way to say that the point is not on the curve.
    return false
  }
}

/**
 * Seals text for one browser: RFC 8291 over aes128gcm of RFC 8188, in one record, padded to one length so that all
 * bodies look alike. @throws {HearthError} `host.malformed` where the keys are none
 */
export const sealPush = (text: string, keys: PushKeys, options: SealWith = {}): Uint8Array => {
  if (!arePushKeys(keys)) throw new HearthError('host.malformed', 'These are no keys of a push subscription')
  const own = createECDH(CURVE)
  if (options.secret) own.setPrivateKey(options.secret)
  else own.generateKeys()
  const salt = options.salt ?? randomBytes(16)
  const mine = own.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.p256dh, mine])
  const ikm = derive(own.computeSecret(keys.p256dh), keys.auth, info, 32)
  const key = derive(ikm, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(ikm, salt, 'Content-Encoding: nonce\0', 12)
  const plain = padded(Buffer.from(text), options.padTo ?? MAX_PUSH_TEXT)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_SIZE)
  return new Uint8Array(
    Buffer.concat([
      salt,
      size,
      Buffer.of(mine.length),
      mine,
      cipher.update(plain),
      cipher.final(),
      cipher.getAuthTag(),
    ]),
  )
}

/** @throws RangeError for a text that does not fit: a mistake of the caller */
const padded = (text: Buffer, length: number): Buffer => {
  if (text.length > length) throw new RangeError('the text of a push is too long')
  return Buffer.concat([text, Buffer.of(LAST_RECORD), Buffer.alloc(length - text.length)])
}
