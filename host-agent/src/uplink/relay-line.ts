import { HearthError, toWireError, type WireError } from '@hearth/shared/protocol'
import type { HostLine, InboundPipe, PushMessage, RelayIdentity, Transport } from '@hearth/shared/transport'
import { Backoff } from './backoff.ts'
import type { Clock } from './clock.ts'
import { LINE_PING_MS, LINE_PING_TIMEOUT_MS } from './limits.ts'

/** How the connection to one relay is. `since` in ms; `error` is why it is down. */
export interface LineStatus {
  /** Where this host dials it. */
  origin: string
  /** Every name by which devices may know it; `origin` is one. */
  names: readonly string[]
  state: 'connecting' | 'connected' | 'waiting' | 'closed'
  since: number
  error: WireError | null
}

export interface RelayLineOptions {
  transport: Transport
  origin: string
  names: readonly string[]
  identity: RelayIdentity
  /** hostId in hex. */
  room: string
  /** Relay keys (hex) of the devices that may meet this host here. */
  devices(): string[]
  clock: Clock
  onPipe(pipe: InboundPipe): void
  onStatus(status: LineStatus): void
}

/** Keeps this host connected to one relay: dials, backs off, tells it who may come, reopens pairings. */
export class RelayLine {
  readonly #options: RelayLineOptions
  readonly #backoff: Backoff
  readonly #pairings = new Map<string, number>()
  #line: HostLine | null = null
  #status: LineStatus
  #cancel: () => void = () => undefined
  #abort = new AbortController()

  constructor(options: RelayLineOptions) {
    this.#options = options
    this.#backoff = new Backoff(options.clock)
    const { origin, names, clock } = options
    this.#status = { origin, names, state: 'waiting', since: clock.now(), error: null }
  }

  get status(): LineStatus {
    return this.#status
  }

  start(): void {
    if (this.#status.state === 'waiting') void this.#dial()
  }

  /** Tells the relay who may come; a relay that is away hears it when it is back. */
  async devicesChanged(): Promise<void> {
    await this.#line?.setDevices(this.#options.devices())
  }

  /** Opens a pairing rendezvous until `expiresAt` (ms), now and after every reconnect. @throws {HearthError} `relay.*` */
  async openPairing(pid: string, expiresAt: number): Promise<void> {
    const line = this.#connectedLine()
    this.#pairings.set(pid, expiresAt)
    await line.openPairing(pid, expiresAt)
  }

  async closePairing(pid: string): Promise<void> {
    if (this.#pairings.delete(pid)) await this.#line?.closePairing(pid)
  }

  /** Asks whether the relay would pass a push on to this address. @throws {HearthError} `push.endpoint`, `relay.*` */
  async checkPush(endpoint: string): Promise<void> {
    await this.#connectedLine().checkPush(endpoint)
  }

  /** Has the relay pass on a push. @throws {HearthError} `push.*`, `relay.*` */
  async push(message: PushMessage): Promise<void> {
    await this.#connectedLine().push(message)
  }

  close(): void {
    this.#move('closed', null)
    this.#cancel()
    this.#abort.abort()
    this.#line?.close()
    this.#line = null
  }

  #connectedLine(): HostLine {
    if (this.#line !== null) return this.#line
    throw new HearthError('relay.unreachable', `The relay ${this.#options.origin} is not connected`)
  }

  #closed(): boolean {
    return this.#status.state === 'closed'
  }

  #move(state: LineStatus['state'], error: unknown): void {
    const { origin, names, clock, onStatus } = this.#options
    this.#status = {
      origin,
      names,
      state,
      since: clock.now(),
      error: error === null ? null : toWireError(error),
    }
    onStatus(this.#status)
  }

  async #dial(): Promise<void> {
    const { transport, origin, identity, room, devices } = this.#options
    this.#move('connecting', this.#status.error === null ? null : new HearthError(this.#status.error.code))
    try {
      const dialled = { origin, identity, room, devices: devices(), signal: this.#abort.signal }
      const line = await transport.dialHost(dialled)
      if (this.#closed()) line.close()
      else await this.#connected(line, dialled.devices)
    } catch (error) {
      this.#down(
        error instanceof HearthError
          ? error
          : new HearthError('relay.unreachable', undefined, { cause: error }),
      )
    }
  }

  async #connected(line: HostLine, told: readonly string[]): Promise<void> {
    this.#line = line
    this.#backoff.up()
    line.onEnd(() => {
      if (line === this.#line)
        this.#down(new HearthError('relay.unreachable', 'The connection to the relay ended'))
    })
    line.onPipe((pipe) => this.#options.onPipe(pipe))
    if (line !== this.#line) return
    this.#move('connected', null)
    this.#watch(line)
    const now = this.#options.devices()
    if (now.join() !== told.join()) await line.setDevices(now)
    for (const [pid, expiresAt] of this.#pairings) {
      if (expiresAt > this.#options.clock.now()) await line.openPairing(pid, expiresAt)
      else this.#pairings.delete(pid)
    }
  }

  /** A line that ends without a word is found by pinging it. */
  #watch(line: HostLine): void {
    this.#cancel = this.#options.clock.after(LINE_PING_MS, () => {
      line.ping(LINE_PING_TIMEOUT_MS).then(
        () => {
          if (line === this.#line) this.#watch(line)
        },
        () => {
          if (line === this.#line)
            this.#down(new HearthError('relay.unreachable', 'The relay stopped answering'))
        },
      )
    })
  }

  #down(error: HearthError): void {
    const line = this.#line
    this.#line = null
    this.#cancel()
    line?.close()
    if (this.#closed()) return
    this.#move('waiting', error)
    const wait = Math.max(this.#backoff.down(), error.retryAfter ?? 0)
    this.#cancel = this.#options.clock.after(wait, () => void this.#dial())
  }
}
