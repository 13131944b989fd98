import { isIPv6 } from 'node:net'
import { COUNTED_ADDRESSES, ROOMS_SPAN_MS } from '../limits.ts'

/** One connection's place in the counts. */
export interface Place {
  /** It has logged in: no visitor any more. */
  admitted(): void
  /** It has ended. */
  left(): void
}

const LOOPBACK = /^(127\.|::1$)/

/** Whether an address, as `addressOf` says it, is this machine’s own. */
export const isOwnAddress = (address: string): boolean => LOOPBACK.test(address)

/** What counts as one address: an IPv4 address, or the /64 that one IPv6 subscriber has. */
export const addressOf = (remote: string | undefined): string => {
  const plain = (remote ?? '').replace(/^::ffff:(?=\d+\.)/, '')
  if (!isIPv6(plain) || plain === '::1') return plain
  const [head = '', tail] = plain.split('::')
  const groups = head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length)
  const full = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')]
  return `${full.slice(0, 4).join(':')}::/64`
}

/** Counts connections, visitors and new rooms by address, so that one cannot take everything. */
export class Addresses {
  readonly #visitors = new Map<string, number>()
  readonly #sockets = new Map<string, number>()
  readonly #rooms = new Map<string, number[]>()
  readonly #limits: { visitorsPerAddress: number; socketsPerAddress: number; roomsPerAddress: number }

  constructor(limits: { visitorsPerAddress: number; socketsPerAddress: number; roomsPerAddress: number }) {
    this.#limits = limits
  }

  /** A connection comes in. Undefined: there are too many of its address. */
  enter(address: string): Place | undefined {
    const own = isOwnAddress(address)
    if ((this.#visitors.get(address) ?? 0) >= this.#limits.visitorsPerAddress) return undefined
    if (!own && (this.#sockets.get(address) ?? 0) >= this.#limits.socketsPerAddress) return undefined
    add(this.#visitors, address, 1)
    add(this.#sockets, address, 1)
    let state: 'visitor' | 'admitted' | 'left' = 'visitor'
    return {
      admitted: () => {
        if (state === 'visitor') add(this.#visitors, address, -1)
        if (state === 'visitor') state = 'admitted'
      },
      left: () => {
        if (state === 'visitor') add(this.#visitors, address, -1)
        if (state !== 'left') add(this.#sockets, address, -1)
        state = 'left'
      },
    }
  }

  /** Whether this address may register one more new room, `now` in ms. */
  mayRegister(address: string, now: number): boolean {
    const recent = (this.#rooms.get(address) ?? []).filter((at) => at > now - ROOMS_SPAN_MS)
    return isOwnAddress(address) || recent.length < this.#limits.roomsPerAddress
  }

  /** This address has registered a new room. */
  registered(address: string, now: number): void {
    const recent = (this.#rooms.get(address) ?? []).filter((at) => at > now - ROOMS_SPAN_MS)
    this.#rooms.delete(address)
    this.#rooms.set(address, [...recent, now])
    const [oldest] = this.#rooms.keys()
    if (oldest !== undefined && this.#rooms.size > COUNTED_ADDRESSES) this.#rooms.delete(oldest)
  }
}

const add = (counts: Map<string, number>, address: string, by: number): void => {
  const count = (counts.get(address) ?? 0) + by
  if (count > 0) counts.set(address, count)
  else counts.delete(address)
}
