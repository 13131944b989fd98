import { HearthError } from '@hearth/shared/protocol/error'
import { MAX_JOINS } from '@hearth/shared/transport/limits'
import { PAIRING_MS, PAIRINGS_PER_HOST } from '../limits.ts'
import type { HostConnection } from './host.ts'

interface Pairing {
  host: HostConnection
  expiresAt: number
  joins: number
}

/** Where hosts wait for devices that they do not know yet, by a name that only the pairing link gives. */
export class Pairings {
  readonly #open = new Map<string, Pairing>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Opens one for a host until `expiresAt` (ms). @throws {HearthError} `relay.too_many`, `relay.refused` */
  open(host: HostConnection, pid: string, expiresAt: number): void {
    const now = this.#now()
    for (const [name, one] of this.#open) if (one.expiresAt <= now) this.#open.delete(name)
    const mine = [...this.#open.values()].filter((one) => one.host === host)
    const known = this.#open.get(pid)
    if (known && known.host !== host) throw new HearthError('relay.refused')
    if (!known && mine.length >= PAIRINGS_PER_HOST) throw new HearthError('relay.too_many')
    this.#open.set(pid, { host, expiresAt: Math.min(expiresAt, now + PAIRING_MS), joins: known?.joins ?? 0 })
  }

  close(host: HostConnection, pid: string): void {
    if (this.#open.get(pid)?.host === host) this.#open.delete(pid)
  }

  /** A device joins; a second one must reach the host too. @throws {HearthError} */
  join(pid: string): HostConnection {
    const pairing = this.#open.get(pid)
    if (!pairing || pairing.expiresAt <= this.#now()) throw new HearthError('relay.pairing_unknown')
    if (pairing.joins >= MAX_JOINS) throw new HearthError('relay.too_many')
    pairing.joins++
    return pairing.host
  }

  hostLeft(host: HostConnection): void {
    for (const [pid, pairing] of this.#open) if (pairing.host === host) this.#open.delete(pid)
  }
}
