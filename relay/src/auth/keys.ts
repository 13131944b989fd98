import { Close } from '@hearth/shared/protocol/close'
import type { Wire } from '../socket/wire.ts'

/** The open connections of each relay key, so that one key has only so many. */
export class Keys {
  readonly #wires = new Map<string, Set<Wire>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** A connection of this key; the oldest of too many is replaced, so that dead sockets never lock a key out. */
  enter(key: string, wire: Wire): void {
    const mine = this.#wires.get(key) ?? new Set()
    const [oldest] = mine
    mine.add(wire)
    this.#wires.set(key, mine)
    if (oldest && mine.size > this.#most) {
      oldest.close({ code: Close.replaced, reason: 'too many connections of this key' })
    }
  }

  leave(key: string, wire: Wire): void {
    const mine = this.#wires.get(key)
    mine?.delete(wire)
    if (mine?.size === 0) this.#wires.delete(key)
  }
}
