import { equal, take, utf8 } from '../../crypto/bytes.ts'
import type { CryptoProvider } from '../../crypto/provider/provider.ts'

/** A provider that also remembers what was derived under given labels; channels never give keys away. */
export interface Tap<P extends CryptoProvider> {
  readonly provider: P
  /** The last value derived under `label`; empty when there was none. */
  derived(label: string): Uint8Array
}

/** Watches the derivations of a provider. For vectors only. */
export function tap<P extends CryptoProvider>(provider: P): Tap<P> {
  const seen: { info: Uint8Array; value: Uint8Array }[] = []
  return {
    provider: {
      ...provider,
      hkdfExpand(prk, info, length) {
        const value = provider.hkdfExpand(prk, info, length)
        seen.push({ info: take(info, 0, info.length), value: take(value, 0, length) })
        return value
      },
    },
    derived(label) {
      const name = utf8(label)
      const found = seen.findLast(({ info }) => equal(info.subarray(0, name.length), name))
      return found?.value ?? new Uint8Array(0)
    },
  }
}
