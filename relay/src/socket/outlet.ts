import { PacketType } from '@hearth/shared/transport/relay-wire'
import { HOLD_ABOVE, HOLD_BELOW } from '../limits.ts'
import type { EngineSocket } from './raw.ts'

/** Bytes queued by all sockets of a room together. */
export interface Meter {
  bytes: number
}

const PLAIN = { compress: false }

/**
 * What one connection has to send: passes it to engine.io as it is and counts what the network has not taken.
 * engine.io gathers while a write is under way, so: `gathered` until the next flush, `written` until it drains.
 */
export class Outlet {
  readonly #conn: EngineSocket
  #meter: Meter
  #gathered = 0
  #written = 0
  #full = false
  /** Called when the queue grows beyond HOLD_ABOVE, and when it falls below HOLD_BELOW again. */
  onFull: (full: boolean) => void = () => undefined
  /** Called after each frame with the room's queue. */
  onMeter: (bytes: number) => void = () => undefined

  constructor(conn: EngineSocket) {
    this.#conn = conn
    this.#meter = { bytes: 0 }
    conn.on('flush', () => this.#flushed())
    conn.transport.on('drain', () => this.#drained())
  }

  get queued(): number {
    return this.#gathered + this.#written
  }

  get full(): boolean {
    return this.#full
  }

  /** From now on what is queued here counts for a room. */
  joinMeter(meter: Meter): void {
    this.#meter.bytes -= this.queued
    this.#meter = meter
    meter.bytes += this.queued
  }

  /** Sends a frame. */
  frame(bytes: Uint8Array): void {
    this.#add(bytes.length)
    this.#conn.write(bytes as Buffer, PLAIN)
  }

  /** Sends a control message. */
  event(name: string, payload: object): void {
    const text = `${PacketType.event}${JSON.stringify([name, payload])}`
    this.#add(text.length)
    this.#conn.write(text, PLAIN)
  }

  /** Nothing will be sent any more. */
  retire(): void {
    this.#meter.bytes -= this.queued
    this.#gathered = 0
    this.#written = 0
    this.#meter = { bytes: 0 }
  }

  #add(bytes: number): void {
    this.#gathered += bytes
    this.#meter.bytes += bytes
    if (!this.#full && this.queued > HOLD_ABOVE) {
      this.#full = true
      this.onFull(true)
    }
    this.onMeter(this.#meter.bytes)
  }

  #flushed(): void {
    this.#written += this.#gathered
    this.#gathered = 0
  }

  #drained(): void {
    this.#meter.bytes -= this.#written
    this.#written = 0
    if (this.#full && this.queued < HOLD_BELOW) {
      this.#full = false
      this.onFull(false)
    }
  }
}
