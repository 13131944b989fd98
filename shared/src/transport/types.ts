/** Why a pipe ended; the codes are those of protocol/close.ts. */
export interface PipeEnd {
  code: number
  reason: string
}

/**
 * An ordered, reliable-until-closed pipe of binary messages between one device and one host: what the relay gives.
 * It authenticates nobody to the other end and hides nothing from the relay; channels make it safe.
 */
export interface Pipe {
  /**
   * Sends one message of 1 to MAX_MESSAGE bytes. After the end it is dropped in silence.
   * The array must not be changed afterwards.
   * @throws RangeError for another length: a mistake of the caller
   */
  send(message: Uint8Array): void
  /** Bytes accepted by `send` and not yet handed to the network: the measure of a slow peer. */
  readonly backlog: number
  /** Handlers are set once, before any message can arrive (synchronously on receiving the pipe). */
  onMessage(handler: (message: Uint8Array) => void): void
  /** Called exactly once, however the pipe ends, its own `close` included; at once when it has ended already. */
  onEnd(handler: (end: PipeEnd) => void): void
  /** Ends the pipe on both sides; neither side gets another on the same line. */
  close(code: number, reason: string): void
}

/** What a device dials: a room (a host's id in hex) or a pairing rendezvous (pid in hex). */
export type Destination = { to: 'host'; room: string } | { to: 'pairing'; pid: string }

/** A device's connection to the relay. It exists while logged in; the pipe opens whenever the host is present. */
export interface DeviceLine {
  /** Called at once with the present state, then on change: is the host connected to the relay? */
  onPresence(handler: (present: boolean) => void): void
  /**
   * A pipe to the host opened. With `first` given at dial, that message has been sent ahead on the first pipe.
   * Ends when the host leaves; another opens when it is back. A pipe that one side closed is not replaced.
   */
  onPipe(handler: (pipe: Pipe, sentFirst: boolean) => void): void
  onEnd(handler: (end: PipeEnd) => void): void
  /** Round trip to the relay in ms. @throws when the line has ended or after `timeoutMs` */
  ping(timeoutMs: number): Promise<number>
  close(): void
}

/** A pipe that a device opened towards this host. `key` is the device's relay key (hex): a hint, not proof. */
export interface InboundPipe extends Pipe {
  readonly key: string
  /** The pairing rendezvous through which it came, or null for a room connection. */
  readonly pid: string | null
}

/** How soon a push service should wake a device for a push (RFC 8030, section 5.3). */
export type PushUrgency = 'low' | 'normal' | 'high'

/** A push as the relay passes it on: where to, how, and a body that only the device can open (RFC 8291). */
export interface PushMessage {
  endpoint: string
  /** Seconds for which the push service may keep it. */
  ttl: number
  urgency: PushUrgency
  /** A newer push of the same topic replaces one that was not delivered yet: at most 32 base64url characters. */
  topic: string
  /** The host's own proof to the push service (RFC 8292). */
  authorization: string
  body: Uint8Array
}

/** A host's connection to the relay. */
export interface HostLine {
  onPipe(handler: (pipe: InboundPipe) => void): void
  onEnd(handler: (end: PipeEnd) => void): void
  /** Replaces the list of device relay keys (hex) that may meet this host; sockets of others are cut. */
  setDevices(keys: readonly string[]): Promise<void>
  /** Opens a pairing rendezvous until `expiresAt` (ms). */
  openPairing(pid: string, expiresAt: number): Promise<void>
  closePairing(pid: string): Promise<void>
  /** Asks whether the relay would pass a push on to this address. @throws {HearthError} `push.endpoint` */
  checkPush(endpoint: string): Promise<void>
  /**
   * Has the relay pass on a push; resolves when the push service took it.
   * @throws {HearthError} `push.endpoint`, `push.gone`, `push.failed` and `relay.rate` (with `retryAfter` where
   * repeating may help), `relay.unreachable` (it is not known whether it was passed on)
   */
  push(message: PushMessage): Promise<void>
  ping(timeoutMs: number): Promise<number>
  close(): void
}

/** Signs a relay login statement with a party's relay key `R`. */
export interface RelayIdentity {
  readonly publicKey: Uint8Array
  sign(statement: Uint8Array): Promise<Uint8Array>
}

export interface DialOptions {
  /** The relay's origin, e.g. `https://relay.example` or `http://127.0.0.1:4870`. */
  origin: string
  identity: RelayIdentity
  signal?: AbortSignal
}

/** A way to meet: the relay over socket.io, or memory for tests. One acceptance suite runs on each. */
export interface Transport {
  /** @throws {HearthError} with a code of protocol/error.ts */
  dialDevice(options: DialOptions & { destination: Destination; first?: Uint8Array }): Promise<DeviceLine>
  /** Registers room `room` (hostId in hex) for this relay identity, with its device list. @throws {HearthError} */
  dialHost(options: DialOptions & { room: string; devices: readonly string[] }): Promise<HostLine>
}
