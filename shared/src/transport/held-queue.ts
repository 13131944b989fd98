import { RELEASE_BYTES, RELEASE_EVERY_MS } from './limits.ts'

/**
 * What a host has yet to send to one device. Messages pass at once until the relay says that the device reads
 * slowly; then they wait here, where their sender can see them, and go on in portions.
 */
export class HeldQueue {
  readonly #send: (message: Uint8Array) => void
  #queue: Uint8Array[] = []
  #bytes = 0
  #held = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(send: (message: Uint8Array) => void) {
    this.#send = send
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes
  }

  send(message: Uint8Array): void {
    if (!this.#held && this.#queue.length === 0) {
      this.#send(message)
      return
    }
    this.#queue.push(message)
    this.#bytes += message.length
  }

  /** The device reads slowly (`on`), or again. */
  hold(on: boolean): void {
    this.#held = on
    clearTimeout(this.#timer)
    if (!on) this.#release(RELEASE_BYTES)
  }

  /** Sends everything now: the pipe is about to be closed. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#release(Number.POSITIVE_INFINITY)
  }

  /** Forgets everything: nobody will read it. */
  drop(): void {
    clearTimeout(this.#timer)
    this.#queue = []
    this.#bytes = 0
  }

  #release(portion: number): void {
    let count = 0
    for (let left = portion; left > 0 && count < this.#queue.length; count++) {
      left -= this.#queue[count]?.length ?? 0
    }
    const now = this.#queue.splice(0, count)
    for (const message of now) {
      this.#bytes -= message.length
      this.#send(message)
    }
    if (this.#queue.length === 0) return
    this.#timer = setTimeout(() => this.#release(RELEASE_BYTES), RELEASE_EVERY_MS)
  }
}
