import { HearthError } from '../protocol/index.ts'
import type { Clock } from './clock.ts'
import { MAX_PAIRING_MESSAGES } from './limits.ts'

/** Messages of a pipe, taken one at a time with a bound on each wait. */
export class Mailbox {
  readonly #clock: Clock
  readonly #late: () => HearthError
  #messages: Uint8Array[] = []
  #ended: HearthError | undefined
  #wake: (() => void) | undefined

  /** `late` makes the error of a wait that took too long. */
  constructor(clock: Clock, late: () => HearthError) {
    this.#clock = clock
    this.#late = late
  }

  push(message: Uint8Array): void {
    if (this.#messages.length < MAX_PAIRING_MESSAGES) this.#messages.push(message)
    else this.#ended ??= new HearthError('link.protocol', 'The host sent more than a pairing has messages')
    this.#wake?.()
  }

  /** Nothing comes after what is here already. */
  end(error: HearthError): void {
    this.#ended ??= error
    this.#wake?.()
  }

  /** The next message. @throws {HearthError} why there is none */
  async next(timeoutMs: number): Promise<Uint8Array> {
    if (this.#messages.length === 0 && this.#ended === undefined) await this.#waited(timeoutMs)
    const message = this.#messages.shift()
    if (message !== undefined) return message
    throw this.#ended ?? this.#late()
  }

  #waited(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        this.#wake = undefined
        resolve()
      }
      const cancel = this.#clock.after(timeoutMs, done)
      this.#wake = done
    })
  }
}
