import { Close } from '@hearth/shared/protocol/close'
import { HearthError, toWireError } from '@hearth/shared/protocol/error'
import type { Ending, Reply } from '@hearth/shared/transport/relay-wire'
import type { Socket } from 'socket.io'
import * as v from 'valibot'
import { CLOSE_GRACE_MS, CONTROL_BURST, CONTROLS_PER_SECOND } from '../limits.ts'
import { Intake } from './intake.ts'
import { Outlet } from './outlet.ts'
import { type EngineSocket, webSocketOf } from './raw.ts'

/** What a party may say: by event name, its schema and what to do. */
export type Rules = Record<string, Rule>
interface Rule {
  heed(payload: unknown): Promise<void> | void
}

/** A rule; its handler runs on well-formed payloads only. @throws whatever the handler throws is the answer */
export const rule = <T>(
  schema: v.GenericSchema<unknown, T>,
  handle: (said: T) => Promise<void> | void,
): Rule => ({
  heed: (payload) => handle(v.parse(schema, payload)),
})

/** What a connection does with what comes in; replaced when a visitor has logged in. */
export interface Part {
  rules: Rules
  frame(bytes: Buffer): void
  /** The connection has ended, for whatever reason. Called once. */
  left(end: { code: number; reason: string }): void
}

const GONE = { code: Close.peerGone, reason: 'the other side left' }

/**
 * One connection of the relay. Frames are taken from engine.io as they come, ahead of socket.io's dispatch;
 * control messages through socket.io, whose names are a closed set.
 */
export class Wire {
  /** Where the other end is, as the relay sees it. */
  readonly address: string
  readonly outlet: Outlet
  readonly intake: Intake
  readonly #socket: Socket
  readonly #conn: EngineSocket
  readonly #controls: Intake
  #part: Part
  #closed = false

  constructor(
    socket: Socket,
    part: Part,
    options: { address: string; rate: number; burst: number; now: () => number },
  ) {
    this.#socket = socket
    this.#conn = socket.conn
    this.#part = part
    this.address = options.address
    this.outlet = new Outlet(this.#conn)
    const tap = webSocketOf(this.#conn)
    this.intake = new Intake(tap, options.rate, options.burst, options.now)
    this.#controls = new Intake(undefined, CONTROLS_PER_SECOND, CONTROL_BURST, options.now)
    this.#conn.on('packet', (packet) => this.#packet(packet))
    tap?.on('ping', () => this.#count())
    socket.onAny((name, payload, ack) => this.#hear(name, payload, ack))
    socket.on('error', () => this.close({ code: Close.protocol, reason: 'not a message of this protocol' }))
    socket.on('disconnect', () => this.#leave(GONE))
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Hands the connection over, e.g. from a visitor to the device that it turned out to be. */
  become(part: Part): void {
    this.#part = part
  }

  /** Sends a control message. */
  event(name: string, payload: object): void {
    if (!this.#closed) this.outlet.event(name, payload)
  }

  /** Ends the connection: `say` lets the other end hear why, `cut` does not wait for it to listen. */
  close(ending: Ending, manner: 'say' | 'cut' = 'say'): void {
    if (this.#closed) return
    if (manner === 'say') this.outlet.event('end', ending)
    const raw = webSocketOf(this.#conn)
    this.#leave(ending)
    if (manner === 'cut' && raw) raw.terminate()
    this.#socket.disconnect(true)
    if (manner === 'say' && raw) {
      const timer = setTimeout(() => raw.terminate(), CLOSE_GRACE_MS)
      raw.once('close', () => clearTimeout(timer))
    }
  }

  /** Ends the connection because of a refusal, with its error. */
  refuse(code: number, error: unknown): void {
    const wire = toWireError(error)
    this.close({ code, reason: wire.code, error: wire })
  }

  #leave(end: { code: number; reason: string }): void {
    if (this.#closed) return
    this.#closed = true
    this.intake.hold('rate', false)
    this.intake.hold('peer', false)
    this.intake.retire()
    this.outlet.retire()
    this.#part.left(end)
  }

  #count(): boolean {
    if (this.intake.take()) return true
    this.close({ code: Close.rate, reason: 'too many messages' }, 'cut')
    return false
  }

  #packet(packet: { type: string; data?: unknown }): void {
    if (this.#closed || !this.#count()) return
    if (packet.data instanceof Buffer) this.#part.frame(packet.data)
  }

  #hear(name: string, payload: unknown, ack: unknown): void {
    if (this.#closed) return
    const reply = (answer: Reply): void => {
      if (typeof ack === 'function' && !this.#closed) ack(answer)
    }
    if (!this.#controls.take()) {
      this.close({ code: Close.rate, reason: 'too many control messages' }, 'cut')
      return
    }
    const heard = this.#part.rules
    const found = Object.hasOwn(heard, name) ? heard[name] : undefined
    const heed = async (): Promise<void> => {
      if (!found) throw new HearthError('relay.protocol')
      await found.heed(payload)
    }
    heed().then(
      () => reply({ ok: true }),
      (error: unknown) => {
        const refused = v.isValiError(error) ? new HearthError('relay.protocol') : error
        if (refused instanceof HearthError && refused.code !== 'relay.protocol') {
          reply({ error: toWireError(refused) })
        } else this.refuse(Close.protocol, refused)
      },
    )
  }
}
