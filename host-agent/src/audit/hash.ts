import { type CryptoProvider, toHex } from '@hearth/shared/crypto'

/** What the record keeps in place of a nonce, an answer or a rule: the first 32 bytes of its SHA-512, in hex. */
export const hashed = (provider: Pick<CryptoProvider, 'sha512'>, bytes: Uint8Array): string =>
  toHex(provider.sha512(new Uint8Array(bytes)).subarray(0, 32))
