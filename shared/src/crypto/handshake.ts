import { assertBytes, concat, lp, take, utf8, wipe } from './bytes.ts'
import { CryptoError } from './errors.ts'
import type { CryptoProvider } from './provider/provider.ts'

const ZERO_NONCE = new Uint8Array(24)
const TAG = 16

/** The only version and suite; anything else is refused, never negotiated. */
export const VERSION = 0x01
const SUITE = 0x01

/** Type bytes of the handshake messages; no two handshakes share one. */
export const MESSAGE = { m1: 0x01, m2: 0x02, p1: 0x21, p2: 0x22, p3: 0x23 } as const
/** Name of a handshake message. */
export type HandshakeMessage = keyof typeof MESSAGE

/** Whole lengths of the handshake messages in bytes. */
export const MESSAGE_LENGTH: Readonly<Record<HandshakeMessage, number>> = {
  m1: 83,
  m2: 99,
  p1: 83,
  p2: 211,
  p3: 179,
}

/** The three header bytes of a handshake message. */
export function header(message: HandshakeMessage): Uint8Array {
  return Uint8Array.of(VERSION, MESSAGE[message], SUITE)
}

/** Checks shape and header. Throws `type`, `version`, `msgtype`, `suite` or `length`, in this order. */
export function assertMessage(bytes: unknown, message: HandshakeMessage): asserts bytes is Uint8Array {
  assertBytes(bytes, undefined, message)
  if (bytes.length < 3) throw new CryptoError('length', message)
  if (bytes[0] !== VERSION) throw new CryptoError('version', message)
  if (bytes[1] !== MESSAGE[message]) throw new CryptoError('msgtype', message)
  if (bytes[2] !== SUITE) throw new CryptoError('suite', message)
  if (bytes.length !== MESSAGE_LENGTH[message]) throw new CryptoError('length', message)
}

/**
 * Running state of one handshake: transcript hash `h` and chaining key `ck`. The cipher takes no associated
 * data, so every message key is derived from `h` as well; that is why the nonce may be zero.
 */
export class Handshake {
  readonly #provider: CryptoProvider
  #h: Uint8Array
  #ck: Uint8Array

  /** `prologue` is hashed as given; both sides must build the same bytes. */
  constructor(provider: CryptoProvider, name: string, ...prologue: readonly Uint8Array[]) {
    this.#provider = provider
    this.#h = provider.sha512(concat(lp(utf8(name)), ...prologue.map(lp)))
    this.#ck = take(this.#h, 0, 64)
  }

  /** The transcript hash so far (64 bytes). */
  get hash(): Uint8Array {
    return take(this.#h, 0, 64)
  }

  mixHash(data: Uint8Array): void {
    this.#h = this.#provider.sha512(concat(this.#h, data))
  }

  mixKey(secret: Uint8Array): void {
    const prk = this.#provider.hkdfExtract(this.#ck, secret)
    wipe(this.#ck)
    this.#ck = this.#provider.hkdfExpand(prk, utf8('hearth1/ck'), 64)
    wipe(prk)
  }

  /** Mixes a pre-shared key into both the key and the transcript. */
  mixKeyAndHash(psk: Uint8Array): void {
    this.mixKey(psk)
    this.mixHash(this.#provider.hkdfExpand(this.#ck, utf8('hearth1/psk-h'), 64))
  }

  /** Seals under a key that no other message has; 16 bytes longer. */
  encrypt(plaintext: Uint8Array): Uint8Array {
    const key = this.#messageKey()
    const box = this.#provider.secretboxSeal(key, ZERO_NONCE, plaintext)
    wipe(key)
    this.mixHash(box)
    return box
  }

  /** Throws `auth`. */
  decrypt(box: Uint8Array): Uint8Array {
    const key = this.#messageKey()
    const plaintext = this.#provider.secretboxOpen(key, ZERO_NONCE, box)
    wipe(key)
    if (plaintext === undefined) throw new CryptoError('auth')
    this.mixHash(box)
    return plaintext
  }

  /** `Expand(ck, label ‖ h, length)`: message keys, channel keys, exporter. */
  derive(label: string, length: number): Uint8Array {
    return this.#provider.hkdfExpand(this.#ck, concat(utf8(label), this.#h), length)
  }

  /** `Expand(h, label ‖ context, length)`: values both sides may show. */
  deriveFromHash(label: string, context: Uint8Array, length: number): Uint8Array {
    return this.#provider.hkdfExpand(this.#h, concat(utf8(label), context), length)
  }

  wipe(): void {
    wipe(this.#h, this.#ck)
  }

  #messageKey(): Uint8Array {
    return this.derive('hearth1/hs', 32)
  }
}

/** Cuts a checked message into its parts after the header. `sizes` are whole sizes on the wire. */
export function split(bytes: Uint8Array, ...sizes: readonly number[]): Uint8Array[] {
  let at = 3
  return sizes.map((size) => {
    const part = take(bytes, at, at + size)
    at += size
    return part
  })
}

/** Size of a sealed part on the wire. */
export const sealed = (plain: number): number => plain + TAG
