import { equal, u64, utf8, wipe } from './bytes.ts'
import { CHANNEL_TABLE, type ChannelEvent, type ChannelState, isLive } from './channel-state.ts'
import { CryptoError } from './errors.ts'
import { type FrameType, frameHeader, frameNonce, pad, parseFrame, type Role, unpad } from './frame-layout.ts'
import { BUCKETS, MAX_FRAMES, RATCHET_FRAMES } from './limits.ts'
import type { CryptoProvider } from './provider/provider.ts'

/** What a handshake gives a channel. Both keys are owned by the channel from then on. */
export interface ChannelKeys {
  /** Our own role. */
  readonly role: Role
  /** 32 bytes: key of the frames we seal. */
  readonly sendKey: Uint8Array
  /** 32 bytes: key of the frames we open. */
  readonly receiveKey: Uint8Array
  /** False on the host until the device's first frame opened. */
  readonly confirmed: boolean
  /** Lowers the number of frames per direction (never raises it above MAX_FRAMES). */
  readonly maxFrames?: number
}

/** How to seal one frame. */
export interface SealOptions {
  readonly type?: Exclude<FrameType, 'close'>
  /** Smallest padded size; one of BUCKETS. */
  readonly minBucket?: number
}

/** An opened frame. A `close` means that the peer ended the channel on purpose. */
export interface Opened {
  readonly type: FrameType
  readonly content: Uint8Array
}

const SALT = utf8('hearth1/ratchet')
const INFO = utf8('next')

/** One direction: its key, its counter, and the ratchet between them. */
class Direction {
  readonly #provider: CryptoProvider
  #key: Uint8Array
  counter = 0

  constructor(provider: CryptoProvider, key: Uint8Array) {
    this.#provider = provider
    this.#key = key
  }

  /** The key of the current counter. */
  get key(): Uint8Array {
    return this.#key
  }

  /** Counts one frame and forgets the old key after every RATCHET_FRAMES. */
  advance(): void {
    this.counter += 1
    if (this.counter % RATCHET_FRAMES !== 0) return
    const prk = this.#provider.hkdfExtract(SALT, this.#key)
    wipe(this.#key)
    this.#key = this.#provider.hkdfExpand(prk, INFO, 32)
    wipe(prk)
  }

  wipe(): void {
    wipe(this.#key)
  }
}

/**
 * An end-to-end channel over any ordered message transport (docs/protocol.md, "Frames"). Contents are opaque.
 * The first thing that does not check out kills it: keys are wiped and every later use throws `dead`.
 */
export class Channel {
  readonly role: Role
  readonly #peer: Role
  readonly #provider: CryptoProvider
  readonly #send: Direction
  readonly #receive: Direction
  readonly #maxFrames: number
  #state: ChannelState

  constructor(provider: CryptoProvider, keys: ChannelKeys) {
    this.role = keys.role
    this.#peer = keys.role === 'device' ? 'host' : 'device'
    this.#provider = provider
    this.#send = new Direction(provider, keys.sendKey)
    this.#receive = new Direction(provider, keys.receiveKey)
    this.#maxFrames = Math.min(keys.maxFrames ?? MAX_FRAMES, MAX_FRAMES)
    this.#state = keys.confirmed ? 'open' : 'unconfirmed'
  }

  get state(): ChannelState {
    return this.#state
  }

  /** Frames left in the busier direction; start a new handshake before it reaches zero. */
  get framesLeft(): number {
    return this.#maxFrames - Math.max(this.#send.counter, this.#receive.counter)
  }

  /**
   * Seals one content (at most MAX_CONTENT bytes) as the next frame.
   * Throws `dead`, `unconfirmed`, `type`, `too_big`, `bucket` (nothing sent, channel lives) or `exhausted`.
   */
  seal(content: Uint8Array, options: SealOptions = {}): Uint8Array {
    return this.#seal(options.type ?? 'data', content, options.minBucket ?? BUCKETS[0])
  }

  /** Seals the authenticated end. The channel is `finished` afterwards. Throws like `seal`. */
  close(): Uint8Array {
    const frame = this.#seal('close', new Uint8Array(0), BUCKETS[0])
    this.#move('close')
    return frame
  }

  /**
   * Opens the peer's next frame. Any refusal kills the channel: `type`, `length`, `version`, `msgtype`,
   * `exhausted`, `order`, `auth`, `bucket`, `content_length`, `padding`; `dead` when it was dead before.
   */
  open(frame: Uint8Array): Opened {
    if (!isLive(this.#state)) throw new CryptoError('dead')
    try {
      const opened = this.#open(frame)
      this.#receive.advance()
      this.#move(opened.type === 'close' ? 'close' : 'frame')
      return opened
    } catch (error) {
      this.#move('failure')
      throw error
    }
  }

  /** Tells that the transport ended; `finished` only if a CLOSE was exchanged before. */
  ended(): ChannelState {
    this.#move('end')
    return this.#state
  }

  /** Gives the channel up: wipes its keys. */
  destroy(): void {
    this.#move('failure')
  }

  #seal(type: FrameType, content: Uint8Array, minBucket: number): Uint8Array {
    if (!isLive(this.#state)) throw new CryptoError('dead')
    if (this.#state === 'unconfirmed') throw new CryptoError('unconfirmed')
    const plaintext = pad(content, minBucket)
    const { counter, key } = this.#send
    if (counter >= this.#maxFrames) {
      this.#move('failure')
      throw new CryptoError('exhausted')
    }
    const box = this.#provider.secretboxSeal(key, frameNonce(this.role, type, counter), plaintext)
    const head = frameHeader(type, counter)
    const frame = new Uint8Array(head.length + box.length)
    frame.set(head)
    frame.set(box, head.length)
    this.#send.advance()
    return frame
  }

  #open(frame: Uint8Array): Opened {
    const { type, counter, box } = parseFrame(frame)
    const expected = this.#receive.counter
    if (expected >= this.#maxFrames) throw new CryptoError('exhausted')
    if (!equal(counter, u64(expected))) throw new CryptoError('order')
    const nonce = frameNonce(this.#peer, type, expected)
    const plaintext = this.#provider.secretboxOpen(this.#receive.key, nonce, box)
    if (plaintext === undefined) throw new CryptoError('auth', 'frame')
    return { type, content: unpad(plaintext) }
  }

  #move(event: ChannelEvent): void {
    this.#state = CHANNEL_TABLE[this.#state][event]
    if (isLive(this.#state)) return
    this.#send.wipe()
    this.#receive.wipe()
  }
}
