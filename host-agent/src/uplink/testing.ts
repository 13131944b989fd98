import { BUCKETS, type Channel, startConnect, toHex } from '@hearth/shared/crypto'
import { hostIdentity } from '@hearth/shared/link'
import {
  chunk,
  type Down,
  decodeDown,
  encodeUp,
  FrameKind,
  type Live,
  PROTOCOL_VERSION,
  Reassembler,
  type Up,
  unpackLive,
} from '@hearth/shared/protocol'
import { until } from '@hearth/shared/testing'
import type { DeviceLine, Pipe, PipeEnd, Transport } from '@hearth/shared/transport'
import { type Member, provider } from '../host/testing.ts'

/** What a raw device says in its handshake, when it does not say what it should. */
export interface Odd {
  protoMin?: number
  protoMax?: number
  hello?: Partial<Extract<Up, { t: 'hello' }>>
  /** Stops before this step. */
  until?: 'm1' | 'm3'
}

/** A device without any manners: sends what it is told, records all that comes. */
export class RawDevice {
  readonly downs: Down[] = []
  readonly lives: Live[] = []
  /** Everything that came through the pipe, sealed. */
  readonly raw: Uint8Array[] = []
  end: PipeEnd | null = null
  sid = new Uint8Array(32)
  channel: Channel | null = null
  line: DeviceLine | null = null
  pipe: Pipe | null = null
  readonly #reassembler = new Reassembler('device')
  #stream = 0
  #onSecond: ((message: Uint8Array) => void) | null = null

  /** Dials and shakes hands as `member`. Resolves when it is live, ended, or where it was told to stop. */
  static async connect(member: Member, transport: Transport, odd: Odd = {}): Promise<RawDevice> {
    const device = new RawDevice()
    const host = hostIdentity(provider, member.paired)
    const origin = member.paired.relay
    const identity = await member.keys.relay(origin)
    const destination = { to: 'host', room: toHex(host.id) } as const
    const line = await transport.dialDevice({ origin, identity, destination })
    device.line = line
    line.onEnd((end) => {
      device.end ??= end
    })
    await new Promise<void>((resolve) => {
      line.onPipe((pipe) => {
        device.#listen(pipe)
        resolve()
      })
    })
    if (odd.until === 'm1') return device
    const pending = await startConnect(
      provider,
      { device: member.keys.identity, host, room: host.id },
      {
        protoMin: odd.protoMin ?? 1,
        protoMax: odd.protoMax ?? PROTOCOL_VERSION,
        caps: 0,
        deviceTime: Date.now(),
      },
    )
    const answer = new Promise<Uint8Array>((resolve) => {
      device.#onSecond = resolve
    })
    device.pipe?.send(pending.message)
    await until(() => device.raw.length > 0 || device.end !== null, 'M2')
    if (device.end !== null) return device
    const session = await pending.finish(await answer)
    device.channel = session.channel
    device.sid = new Uint8Array(session.sid)
    if (odd.until === 'm3') return device
    device.send({
      t: 'hello',
      version: PROTOCOL_VERSION,
      sid: session.sid,
      app: { name: 'raw', version: '0' },
      audit: null,
      ...odd.hello,
    })
    await until(() => device.of('overview').length > 0 || device.end !== null, 'the overview')
    return device
  }

  send(message: Up): void {
    this.sendBytes(encodeUp(message))
  }

  /** Any bytes where a message should be, in proper chunks. */
  sendBytes(bytes: Uint8Array): void {
    for (const content of chunk(FrameKind.message, this.#stream++, bytes)) this.sendContent(content)
  }

  /** Any bytes where a chunk should be, in a proper frame. */
  sendContent(content: Uint8Array): void {
    if (this.channel?.state === 'open') this.pipe?.send(this.channel.seal(content, { minBucket: BUCKETS[0] }))
  }

  /** What came of one kind. */
  of<T extends Down['t']>(t: T): Extract<Down, { t: T }>[] {
    return this.downs.filter((down): down is Extract<Down, { t: T }> => down.t === t)
  }

  /** Waits for the answer to a call: its result, offer or error. */
  async answer(call: number): Promise<Down> {
    const find = () => this.downs.find((down) => 'call' in down && down.call === call)
    await until(() => find() !== undefined || this.end !== null, `the answer to call ${call}`)
    const found = find()
    if (found === undefined) throw new Error(`the channel ended before call ${call} was answered`)
    return found
  }

  /** Waits until everything that was sent before has been looked at. */
  async flushed(): Promise<void> {
    const n = 1_000_000 + this.#stream
    this.send({ t: 'ping', n })
    await until(() => this.of('pong').some((pong) => pong.n === n) || this.end !== null, 'a pong')
  }

  close(): void {
    this.line?.close()
  }

  #listen(pipe: Pipe): void {
    this.pipe = pipe
    pipe.onEnd((end) => {
      this.end ??= end
    })
    pipe.onMessage((message) => {
      this.raw.push(message)
      if (this.raw.length === 1) this.#onSecond?.(message)
      else this.#open(message)
    })
  }

  #open(frame: Uint8Array): void {
    const opened = this.channel?.open(frame)
    if (opened?.type !== 'data') return
    const whole = this.#reassembler.push(opened.content)
    if (whole === null) return
    if (whole.kind === FrameKind.live) this.lives.push(unpackLive(whole.bytes))
    else this.downs.push(decodeDown(whole.bytes))
  }
}
