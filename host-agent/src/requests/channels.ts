import { toHex } from '@hearth/shared/crypto'
import type { DecidingChannel } from './api.ts'

/** What is remembered of a live channel: the highest counter that was accepted in it, its refused decisions and its offers. */
export interface ChannelMemory {
  counter: number
  refusals: number
  offers: number
}

/** The memory of each channel, as long as it lives. */
export class Channels {
  readonly #bySid = new Map<string, ChannelMemory>()

  of({ sid }: Pick<DecidingChannel, 'sid'>): ChannelMemory {
    const key = toHex(sid)
    const memory = this.#bySid.get(key) ?? { counter: 0, refusals: 0, offers: 0 }
    this.#bySid.set(key, memory)
    return memory
  }

  drop(sid: Uint8Array): void {
    this.#bySid.delete(toHex(sid))
  }
}
