import { assertBytes, utf8, wipe } from './bytes.ts'
import type { CryptoProvider } from './provider/provider.ts'

/** How the secret reached the device: scanned with the host's fingerprint, or typed as a short code. */
export const PAIRING_MODE = { link: 0x01, code: 0x02 } as const
/** Name of a pairing mode. */
export type PairingMode = keyof typeof PAIRING_MODE

/** What the secret yields: `pid` is shown to the relay for rendezvous, `psk` to nobody. */
export interface PairingKeys {
  /** 16 bytes. */
  readonly pid: Uint8Array
  /** 32 bytes. */
  readonly psk: Uint8Array
}

/** Derives rendezvous id and pre-shared key from the 32-byte secret. Throws `type` or `length`. */
export function pairingKeys(provider: CryptoProvider, secret: Uint8Array): PairingKeys {
  assertBytes(secret, 32, 'pairing secret')
  const prk = provider.hkdfExtract(utf8('hearth1/pair'), secret)
  const pid = provider.hkdfExpand(prk, utf8('hearth1/pair/pid'), 16)
  const psk = provider.hkdfExpand(prk, utf8('hearth1/pair/psk'), 32)
  wipe(prk)
  return { pid, psk }
}
