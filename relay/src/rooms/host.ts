import { randomBytes } from 'node:crypto'
import { Close } from '@hearth/shared/protocol/close'
import { MAX_MESSAGE } from '@hearth/shared/transport/limits'
import { HostUp, PIPE_PREFIX, type Push } from '@hearth/shared/transport/relay-wire'
import { type Part, type Rules, rule, type Wire } from '../socket/wire.ts'
import type { DeviceConnection, End } from './device.ts'

/** What a host asks of the rooms, and leaves behind. */
export interface HostOffice {
  setDevices(host: HostConnection, keys: readonly string[]): Promise<void>
  openPairing(host: HostConnection, pid: string, expiresAt: number): void
  closePairing(host: HostConnection, pid: string): void
  /** @throws {HearthError} `push.endpoint` */
  checkPush(endpoint: string): void
  push(host: HostConnection, push: Push): Promise<void>
  left(host: HostConnection): void
}

/** How fast a host may send: its devices' rates together. */
export interface Pace {
  framesPerSecond: number
  frameBurst: number
}

const GONE: End = { code: Close.peerGone, reason: 'the host left' }

/** A host that is logged in. All its pipes share the connection; each frame begins with its pipe's number. */
export class HostConnection implements Part {
  readonly room: string
  readonly key: string
  readonly rules: Rules
  readonly pipes = new Map<number, DeviceConnection>()
  readonly #wire: Wire
  readonly #pace: Pace
  readonly #office: HostOffice
  readonly #held = new Set<DeviceConnection>()
  #nextNumber = randomBytes(4).readUInt32BE(0)

  constructor(wire: Wire, names: { room: string; key: string }, pace: Pace, office: HostOffice) {
    this.#wire = wire
    this.room = names.room
    this.key = names.key
    this.#pace = pace
    this.#office = office
    this.rules = {
      probe: rule(HostUp.probe, () => undefined),
      devices: rule(HostUp.devices, ({ keys }) => office.setDevices(this, keys)),
      pairing: rule(HostUp.pairing, ({ pid, expiresAt }) => office.openPairing(this, pid, expiresAt)),
      unpair: rule(HostUp.unpair, ({ pid }) => office.closePairing(this, pid)),
      pushable: rule(HostUp.pushable, ({ endpoint }) => office.checkPush(endpoint)),
      push: rule(HostUp.push, (push) => office.push(this, push)),
      shut: rule(HostUp.shut, ({ pipe, code, reason }) => {
        const device = this.pipes.get(pipe)
        this.#drop(pipe)
        device?.shut({ code, reason }, 'host')
      }),
    }
    wire.outlet.onFull = (full) => {
      if (!full) this.#release()
    }
  }

  get queued(): number {
    return this.#wire.outlet.queued
  }

  welcome(next: object): void {
    this.#wire.event('welcome', { next })
  }

  /** Opens a pipe to a device; `first` is the device's message sent ahead. */
  open(device: DeviceConnection, first?: Uint8Array): void {
    while (this.pipes.has(this.#nextNumber)) this.#nextNumber = (this.#nextNumber + 1) >>> 0
    const pipe = this.#nextNumber
    this.#nextNumber = (pipe + 1) >>> 0
    this.pipes.set(pipe, device)
    this.#setRate()
    this.#wire.event('open', { pipe, key: device.key, pid: device.pid })
    if (first) {
      const bytes = Buffer.alloc(PIPE_PREFIX + first.length)
      bytes.writeUInt32BE(pipe, 0)
      bytes.set(first, PIPE_PREFIX)
      this.#wire.outlet.frame(bytes)
    }
    device.opened(this, pipe, first !== undefined)
  }

  /** A frame from the host, for the device whose pipe it names; for one that just left it is dropped. */
  frame(bytes: Buffer): void {
    if (bytes.length > MAX_MESSAGE + PIPE_PREFIX) {
      this.end({ code: Close.tooBig, reason: 'the message is too long' })
    } else if (bytes.length <= PIPE_PREFIX) {
      this.end({ code: Close.protocol, reason: 'a message without content' })
    } else this.pipes.get(bytes.readUInt32BE(0))?.deliver(bytes.subarray(PIPE_PREFIX))
  }

  /** A frame for the host. A device that sends while the host's queue is full is not read until it drains. */
  deliver(bytes: Uint8Array, from: DeviceConnection): void {
    this.#wire.outlet.frame(bytes)
    if (!this.#wire.outlet.full || this.#held.has(from)) return
    this.#held.add(from)
    from.hold(true)
  }

  /** A device's queue is full, or no longer: the host keeps that pipe's messages meanwhile. */
  hold(pipe: number, on: boolean): void {
    this.#wire.event('hold', { pipe, on })
  }

  /** A pipe has ended at its device's side. */
  shut(pipe: number, end: End): void {
    if (!this.pipes.has(pipe)) return
    this.#drop(pipe)
    this.#wire.event('shut', { pipe, ...end })
  }

  end(end: End, manner: 'say' | 'cut' = 'say'): void {
    this.#wire.close(end, manner)
  }

  left(): void {
    const devices = [...this.pipes.values()]
    this.pipes.clear()
    this.#held.clear()
    for (const device of devices) device.shut(GONE, 'absence')
    this.#office.left(this)
  }

  #drop(pipe: number): void {
    const device = this.pipes.get(pipe)
    if (device) this.#held.delete(device)
    this.pipes.delete(pipe)
    this.#setRate()
  }

  #release(): void {
    for (const device of this.#held) device.hold(false)
    this.#held.clear()
  }

  #setRate(): void {
    const times = Math.max(1, this.pipes.size)
    this.#wire.intake.setRate(this.#pace.framesPerSecond * times, this.#pace.frameBurst * times)
  }
}
