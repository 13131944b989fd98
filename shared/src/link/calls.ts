import { type CallValue, fromWireError, HearthError, type Up, type WireError } from '../protocol/index.ts'
import type { Clock } from './clock.ts'
import { MAX_CALLS } from './limits.ts'

/** Calls that give a result, by name. */
export type CallName = CallValue['of']
/** What a call takes. */
export type CallArgs<N extends CallName> = Omit<Extract<Up, { t: N }>, 't' | 'call'>
/** What a call gives. */
export type CallResult<N extends CallName> = Extract<CallValue, { of: N }>

interface Waiting {
  resolve(value: unknown): void
  reject(error: HearthError): void
  cancel(): void
}

/** Calls that wait for their answer in one channel. Each ends exactly once: by answer, error, time or the channel's end. */
export class Calls {
  readonly #clock: Clock
  readonly #waiting = new Map<number, Waiting>()
  #next = 1

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#waiting.size
  }

  /** Numbers a call, sends it and waits. `timeout`: ms. @throws {HearthError} `link.timeout`, `link.lost`, or the host's */
  start<T>(timeout: number, send: (call: number) => void): Promise<T> {
    if (this.#waiting.size >= MAX_CALLS) return Promise.reject(new HearthError('link.busy'))
    const call = this.#next
    this.#next = call === 0xffffffff ? 1 : call + 1
    return new Promise<T>((resolve, reject) => {
      const cancel = this.#clock.after(timeout, () => this.fail(call, new HearthError('link.timeout')))
      this.#waiting.set(call, { resolve: (value) => resolve(value as T), reject, cancel })
      try {
        send(call)
      } catch (error) {
        this.fail(call, error instanceof HearthError ? error : new HearthError('link.lost'))
      }
    })
  }

  /** The answer to call `call`; false when nobody waits for it (any more). */
  settle(call: number, value: unknown): boolean {
    const waiting = this.#take(call)
    waiting?.resolve(value)
    return waiting !== undefined
  }

  refuse(call: number, error: WireError): void {
    this.fail(call, fromWireError(error))
  }

  fail(call: number, error: HearthError): void {
    this.#take(call)?.reject(error)
  }

  /** The channel ended. */
  failAll(error: HearthError): void {
    for (const call of [...this.#waiting.keys()]) this.fail(call, error)
  }

  #take(call: number): Waiting | undefined {
    const waiting = this.#waiting.get(call)
    this.#waiting.delete(call)
    waiting?.cancel()
    return waiting
  }
}
