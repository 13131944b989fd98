import { Close } from '@hearth/shared/protocol/close'
import { MAX_MESSAGE } from '@hearth/shared/transport/limits'
import { DeviceUp, PIPE_PREFIX } from '@hearth/shared/transport/relay-wire'
import { type Part, type Rules, rule, type Wire } from '../socket/wire.ts'
import type { HostConnection } from './host.ts'

/** Why something ended; the codes are those of protocol/close.ts. */
export interface End {
  code: number
  reason: string
}

/** What a device's connection leaves behind when it ends. */
interface Leaving {
  left(device: DeviceConnection): void
}

/** A device that is logged in, in a host's room or at a pairing. Its frames carry its pipe's number. */
export class DeviceConnection implements Part {
  readonly key: string
  /** The pairing through which it came; null in a room. */
  readonly pid: string | null
  readonly rules: Rules
  readonly #wire: Wire
  readonly #leaving: Leaving
  #pipe: { host: HostConnection; number: number } | undefined
  #present = false
  /** One side closed the pipe by choice: no other opens on this connection. */
  #done = false

  constructor(wire: Wire, key: string, pid: string | null, leaving: Leaving) {
    this.#wire = wire
    this.key = key
    this.pid = pid
    this.#leaving = leaving
    this.rules = {
      probe: rule(DeviceUp.probe, () => undefined),
      shut: rule(DeviceUp.shut, ({ pipe, code, reason }) => {
        if (pipe === this.#pipe?.number) this.shut({ code, reason }, 'device')
      }),
    }
    wire.outlet.onFull = (full) => this.#pipe?.host.hold(this.#pipe.number, full)
  }

  get queued(): number {
    return this.#wire.outlet.queued
  }

  get done(): boolean {
    return this.#done
  }

  /** Greets it: `next` is its next login's challenge. */
  welcome(next: object, present: boolean): void {
    this.#present = present
    this.#wire.event('welcome', { next, present })
  }

  presence(present: boolean): void {
    if (present === this.#present) return
    this.#present = present
    this.#wire.event('presence', { present })
  }

  /** A pipe to the host is open; `first` says that its first message has been sent ahead. */
  opened(host: HostConnection, number: number, first: boolean): void {
    this.#pipe = { host, number }
    this.#present = true
    this.#wire.event('open', { pipe: number, first })
  }

  /** A frame from the device: goes to its host as it is, number and all. */
  frame(bytes: Buffer): void {
    if (bytes.length > MAX_MESSAGE + PIPE_PREFIX) {
      this.end({ code: Close.tooBig, reason: 'the message is too long' })
    } else if (bytes.length <= PIPE_PREFIX) {
      this.end({ code: Close.protocol, reason: 'a message without content' })
    } else if (this.#pipe && bytes.readUInt32BE(0) === this.#pipe.number) {
      this.#pipe.host.deliver(bytes, this)
    }
  }

  /** A frame for the device. */
  deliver(bytes: Uint8Array): void {
    this.#wire.outlet.frame(bytes)
  }

  /** The host's queue is full, or no longer: read this device or not. */
  hold(on: boolean): void {
    this.#wire.intake.hold('peer', on)
  }

  /** Ends its pipe: `by` the side that chose to, or because the host is gone. A pairing ends with its pipe. */
  shut(end: End, by: 'device' | 'host' | 'absence'): void {
    const pipe = this.#pipe
    if (!pipe) return
    this.#pipe = undefined
    this.hold(false)
    if (by === 'device') pipe.host.shut(pipe.number, end)
    else this.#wire.event('shut', { pipe: pipe.number, ...end })
    if (by !== 'absence') this.#done = true
    if (this.pid !== null) this.end(end)
  }

  /** Ends the connection; the host is told the reason where it is a judgement on the device. */
  end(end: End, manner: 'say' | 'cut' = 'say'): void {
    this.#wire.close(end, manner)
  }

  left(end: End): void {
    const pipe = this.#pipe
    this.#pipe = undefined
    pipe?.host.shut(
      pipe.number,
      TOLD.has(end.code) ? end : { code: Close.peerGone, reason: 'the device left' },
    )
    this.#leaving.left(this)
  }
}

/** The ends of a device's connection that its host is told as they are. */
const TOLD: ReadonlySet<number> = new Set([
  Close.revoked,
  Close.slow,
  Close.rate,
  Close.tooBig,
  Close.protocol,
])
