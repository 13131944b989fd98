import { HearthError } from '@hearth/shared/protocol'
import type { InboundPipe } from '@hearth/shared/transport'
import { MAX_PAIRING_MESSAGES } from './limits.ts'

/** A pipe read one message after the other, with a bound on each wait. */
export class Mailbox {
  readonly #kept: Uint8Array[] = []
  #ended = false
  #wake: () => void = () => undefined
  readonly #after: (ms: number, run: () => void) => () => void

  constructor(pipe: InboundPipe, after: (ms: number, run: () => void) => () => void) {
    this.#after = after
    pipe.onMessage((message) => {
      if (this.#kept.length < MAX_PAIRING_MESSAGES) this.#kept.push(message)
      this.#wake()
    })
    pipe.onEnd(() => {
      this.#ended = true
      this.#wake()
    })
  }

  get ended(): boolean {
    return this.#ended
  }

  /** @throws {HearthError} `pairing.failed` when the pipe ends or nothing comes within `ms` */
  async next(ms: number): Promise<Uint8Array> {
    let late = false
    const cancel = this.#after(ms, () => {
      late = true
      this.#wake()
    })
    try {
      for (;;) {
        const message = this.#kept.shift()
        if (message !== undefined) return message
        if (this.#ended || late) throw new HearthError('pairing.failed')
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      cancel()
    }
  }
}
