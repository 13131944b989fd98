/** An X25519 key pair whose secret half stays inside the provider that made it. */
export interface DhKey {
  readonly kind: 'x25519'
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** An Ed25519 key pair whose secret half stays inside the provider that made it. */
export interface SignKey {
  readonly kind: 'ed25519'
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/**
 * The primitives under hearth/1 (docs/protocol.md, "Suite"). Hashes and ciphers are synchronous because a
 * frame must not wait; everything that touches a long-lived secret is a promise, so that WebCrypto fits.
 * All inputs are Uint8Array of exact length, else CryptoError `type` or `length`.
 */
export interface CryptoProvider {
  readonly name: string
  randomBytes(length: number): Uint8Array
  /** SHA-512, 64 bytes. */
  sha512(data: Uint8Array): Uint8Array
  /** HKDF-SHA-512 extract: a 64-byte pseudo-random key. */
  hkdfExtract(salt: Uint8Array, ikm: Uint8Array): Uint8Array
  /** HKDF-SHA-512 expand. */
  hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array
  /** XSalsa20-Poly1305; `key` 32, `nonce` 24; the result is 16 bytes longer. */
  secretboxSeal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array
  /** Undefined when the box does not authenticate. */
  secretboxOpen(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined
  generateStatic(): Promise<DhKey>
  generateEphemeral(): Promise<DhKey>
  generateSigning(): Promise<SignKey>
  /** X25519 shared secret (32). Throws `low_order` when the result would be zero. */
  dh(key: DhKey, peer: Uint8Array): Promise<Uint8Array>
  /** Ed25519 signature (64) over the bytes as given; use `signLabelled` for protocol signatures. */
  sign(key: SignKey, message: Uint8Array): Promise<Uint8Array>
  /** Strict Ed25519: false for `S >= L` and for small-order keys too. */
  verify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean>
  /** Drops the secret half; any later use of the handle throws `handle`. */
  forget(key: DhKey | SignKey): void
}

/** A provider whose keys can be kept as raw bytes (the host's key file). */
export interface RawKeyProvider extends CryptoProvider {
  /** Secret scalar, 32 bytes. */
  importDh(secret: Uint8Array): DhKey
  exportDh(key: DhKey): Uint8Array
  /** Ed25519 seed, 32 bytes. */
  importSigning(seed: Uint8Array): SignKey
  exportSigning(key: SignKey): Uint8Array
}

/** Where a provider draws from; replaced by a seeded stream for vectors. */
export type RandomSource = (length: number) => Uint8Array
