import { type CryptoProvider, fromHex, type LiveOffer, requestHash, toHex } from '@hearth/shared/crypto'
import { Choice } from '@hearth/shared/session'
import type { Frozen } from './facts.ts'
import { OFFER_MS, RISKY_OFFER_MS } from './limits.ts'

/** An offer as the host remembers it: with the very object that it was made about. */
export interface Offer extends LiveOffer {
  readonly frozen: Frozen
  /** Allowing takes an assertion by one of these passkeys; null: it takes none. */
  readonly stepUp: readonly string[] | null
}

const RISKY = 4

const CHOICES = {
  [Choice.allowOnce]: 'allow-once',
  [Choice.allowRule]: 'allow-rule',
  [Choice.deny]: 'deny',
} as const

/** Offers of all channels, in memory only: a restart of the host voids every one. At most one per request and channel. */
export class Offers {
  readonly #provider: CryptoProvider
  readonly #bySid = new Map<string, Map<string, Offer>>()

  constructor(provider: CryptoProvider) {
    this.#provider = provider
  }

  /** A fresh offer at host time `now` (ms); replaces an earlier one for this request and channel. */
  make(
    request: string,
    frozen: Frozen,
    channel: { sid: Uint8Array; stepUp: readonly string[] | null },
    now: number,
  ): Offer {
    const { sid, stepUp } = channel
    const offer: Offer = {
      reqId: fromHex(request),
      nonce: this.#provider.randomBytes(32),
      reqHash: requestHash(this.#provider, frozen.bytes),
      choices: frozen.facts.offers.map((choice) => CHOICES[choice]),
      expiresAt: now + (frozen.facts.risk >= RISKY ? RISKY_OFFER_MS : OFFER_MS),
      frozen,
      stepUp,
    }
    const key = toHex(sid)
    const own = this.#bySid.get(key) ?? new Map<string, Offer>()
    this.#bySid.set(key, own.set(request, offer))
    return offer
  }

  find(request: string, sid: Uint8Array): Offer | null {
    return this.#bySid.get(toHex(sid))?.get(request) ?? null
  }

  /** An offer is answered once, however it went. */
  use(request: string, sid: Uint8Array): void {
    this.#bySid.get(toHex(sid))?.delete(request)
  }

  dropChannel(sid: Uint8Array): void {
    this.#bySid.delete(toHex(sid))
  }

  dropRequest(request: string): void {
    for (const own of this.#bySid.values()) own.delete(request)
  }
}
