import { Close } from '../protocol/close.ts'
import { HearthError } from '../protocol/error.ts'
import type { PipeSide } from './pipe-side.ts'
import type { DeviceLine, HostLine, InboundPipe, Pipe, PipeEnd, PushMessage } from './types.ts'

/** What a line asks of its carrier. */
export interface LineCarrier {
  ping(timeoutMs: number): Promise<number>
  /** Leaves the relay. The line has ended already when this is called. */
  hangUp(): void
}

/** What is common to both ends' lines: it ends once, together with every pipe on it. */
abstract class LineSide {
  readonly #carrier: LineCarrier
  readonly pipes = new Set<PipeSide>()
  #end: ((end: PipeEnd) => void) | undefined
  #ended: PipeEnd | undefined

  constructor(carrier: LineCarrier) {
    this.#carrier = carrier
  }

  get ended(): boolean {
    return this.#ended !== undefined
  }

  onEnd(handler: (end: PipeEnd) => void): void {
    this.#end = handler
    if (this.#ended) handler(this.#ended)
  }

  ping(timeoutMs: number): Promise<number> {
    if (this.#ended) return Promise.reject(new HearthError('relay.unreachable', 'The line has ended'))
    return this.#carrier.ping(timeoutMs)
  }

  close(): void {
    if (this.#ended) return
    this.finish({ code: Close.done, reason: 'closed' })
    this.#carrier.hangUp()
  }

  /** The line has ended: so have its pipes. */
  finish(end: PipeEnd): void {
    if (this.#ended) return
    this.#ended = end
    for (const pipe of this.pipes) pipe.finish(end)
    this.pipes.clear()
    this.#end?.(end)
  }
}

/** A device's line; keeps presence and an opened pipe until the handlers are set. */
export class DeviceLineSide extends LineSide implements DeviceLine {
  #present: boolean
  #presence: ((present: boolean) => void) | undefined
  #pipe: ((pipe: Pipe, sentFirst: boolean) => void) | undefined
  #waiting: [PipeSide, boolean] | undefined

  constructor(carrier: LineCarrier, present: boolean) {
    super(carrier)
    this.#present = present
  }

  onPresence(handler: (present: boolean) => void): void {
    this.#presence = handler
    handler(this.#present)
  }

  onPipe(handler: (pipe: Pipe, sentFirst: boolean) => void): void {
    this.#pipe = handler
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) handler(...waiting)
  }

  /** The relay says whether the host is connected. */
  presence(present: boolean): void {
    if (this.ended || present === this.#present) return
    this.#present = present
    this.#presence?.(present)
  }

  /** The relay opened a pipe to the host. */
  open(pipe: PipeSide, sentFirst: boolean): void {
    if (this.ended) return
    this.pipes.add(pipe)
    if (this.#pipe) this.#pipe(pipe, sentFirst)
    else this.#waiting = [pipe, sentFirst]
  }
}

/** What a host's line asks of its carrier besides. */
export interface HostCarrier extends LineCarrier {
  setDevices(keys: readonly string[]): Promise<void>
  openPairing(pid: string, expiresAt: number): Promise<void>
  closePairing(pid: string): Promise<void>
  checkPush(endpoint: string): Promise<void>
  push(message: PushMessage): Promise<void>
}

/** A host's line; keeps opened pipes until the handler is set. */
export class HostLineSide extends LineSide implements HostLine {
  readonly #host: HostCarrier
  #pipe: ((pipe: InboundPipe) => void) | undefined
  #waiting: PipeSide[] = []

  constructor(carrier: HostCarrier) {
    super(carrier)
    this.#host = carrier
  }

  onPipe(handler: (pipe: InboundPipe) => void): void {
    this.#pipe = handler
    const waiting = this.#waiting
    this.#waiting = []
    for (const pipe of waiting) handler(pipe)
  }

  setDevices(keys: readonly string[]): Promise<void> {
    return this.#ask(() => this.#host.setDevices(keys))
  }

  openPairing(pid: string, expiresAt: number): Promise<void> {
    return this.#ask(() => this.#host.openPairing(pid, expiresAt))
  }

  closePairing(pid: string): Promise<void> {
    return this.#ask(() => this.#host.closePairing(pid))
  }

  checkPush(endpoint: string): Promise<void> {
    return this.#ask(() => this.#host.checkPush(endpoint))
  }

  push(message: PushMessage): Promise<void> {
    return this.#ask(() => this.#host.push(message))
  }

  /** The relay says that a device opened a pipe. */
  open(pipe: PipeSide): void {
    if (this.ended) return
    this.pipes.add(pipe)
    if (this.#pipe) this.#pipe(pipe)
    else this.#waiting.push(pipe)
  }

  #ask(question: () => Promise<void>): Promise<void> {
    if (this.ended) return Promise.reject(new HearthError('relay.unreachable', 'The line has ended'))
    return question()
  }
}
