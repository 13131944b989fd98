import { PAIRING_TTL_MS } from '@hearth/shared/crypto'
import { Close, HearthError } from '@hearth/shared/protocol'
import type { InboundPipe } from '@hearth/shared/transport'
import { MAX_PAIRINGS } from '../identity/limits.ts'
import { Pairing, type PairingHost, type PairingSpec } from '../identity/pairing.ts'
import type { RelayLine } from '../uplink/relay-line.ts'

/** The pairing links that are out. A used one stays known until it expires, so that a second use is noticed. */
export class Pairings {
  readonly #host: PairingHost
  readonly #line: (origin: string) => RelayLine
  readonly #all = new Map<string, Pairing>()

  constructor(host: PairingHost, line: (origin: string) => RelayLine) {
    this.#host = host
    this.#line = line
  }

  /** Makes a link. @throws {HearthError} `pairing.too_many`, `relay.*` when the relay does not take it */
  async start(spec: PairingSpec): Promise<Pairing> {
    const waiting = [...this.#all.values()].filter(({ events }) => !events.over)
    if (waiting.length >= MAX_PAIRINGS) {
      throw new HearthError(
        'pairing.too_many',
        'Other pairing links are still open; use or cancel them first',
      )
    }
    const line = this.#line(spec.relayOrigin)
    const pairing = new Pairing(this.#host, spec, Math.min(spec.ttl ?? PAIRING_TTL_MS, PAIRING_TTL_MS))
    this.#all.set(pairing.pid, pairing)
    try {
      await line.openPairing(pairing.pid, pairing.expiresAt)
    } catch (error) {
      pairing.cancel()
      this.#all.delete(pairing.pid)
      throw error
    }
    const { clock } = this.#host
    clock.after(pairing.expiresAt - clock.now(), () => {
      this.#all.delete(pairing.pid)
      line.closePairing(pairing.pid).catch(() => undefined)
    })
    return pairing
  }

  accept(pipe: InboundPipe): void {
    const pairing = pipe.pid === null ? undefined : this.#all.get(pipe.pid)
    if (pairing === undefined) pipe.close(Close.refused, 'no such pairing')
    else pairing.accept(pipe)
  }

  close(): void {
    for (const pairing of this.#all.values()) pairing.cancel()
    this.#all.clear()
  }
}
