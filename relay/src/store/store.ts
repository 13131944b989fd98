/** What went wrong with the database, as far as it matters to whoever runs the relay. */
export type StoreTrouble = 'unreachable' | 'full' | 'newer' | 'unusable' | 'failed'

/** The database did not do what was asked; `message` says what to do. */
export class StoreError extends Error {
  override name = 'StoreError'
  readonly trouble: StoreTrouble
  constructor(trouble: StoreTrouble, message: string, cause?: unknown) {
    super(message, { cause })
    this.trouble = trouble
  }
}

/** How a registration went: `held` for a room of this key, `taken` of another, `barred` when it may not be new. */
export type Registered = 'new' | 'held' | 'taken' | 'barred'

/** What a host registers. Times are ms since 1970; names and keys lower-case hex. */
export interface Registration {
  room: string
  key: string
  devices: readonly string[]
  now: number
  /** Whether the room may be new: not when its address has registered too many. */
  mayBeNew: boolean
}

/**
 * What the relay keeps: rooms, the key that first registered each, and which devices may meet its host.
 * Nothing else, and nothing that can’t be registered again. Every method may throw StoreError.
 */
export interface RelayStore {
  /** Throws unless the database can be used now. */
  ready(): Promise<void>
  /** Binds a room to a key at its first registration, and replaces its device list. All or nothing. */
  register(registration: Registration): Promise<Registered>
  /** Replaces the device list of a room that is registered. */
  replaceDevices(room: string, devices: readonly string[]): Promise<void>
  /** Whether a device may meet the host of a room; false as well for a room that does not exist. */
  admits(room: string, device: string): Promise<boolean>
  /** Forgets rooms whose host was last seen before a time. Returns how many. */
  forget(before: number): Promise<number>
  close(): Promise<void>
}
