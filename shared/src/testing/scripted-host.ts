import {
  answerConnect,
  type Channel,
  type CryptoProvider,
  chooseProto,
  equal,
  generateIdentity,
  type HostSession,
  type LocalIdentity,
  type PublicIdentity,
  toHex,
} from '../crypto/index.ts'
import {
  type Down,
  HearthError,
  MIN_VERSION,
  PROTOCOL_VERSION,
  type SessionSummary,
  toWireError,
  type Up,
} from '../protocol/index.ts'
import { type EventBody, type PendingRequest, replay, type SessionEvent } from '../session/index.ts'
import type { HostLine, InboundPipe, RelayIdentity, Transport } from '../transport/index.ts'
import { HostWire } from './host-wire.ts'
import { newRelayIdentity } from './relay-identity.ts'
import { newName } from './transport-parties.ts'

/** A device that the scripted host knows. */
export interface KnownDevice {
  readonly identity: PublicIdentity
  readonly name: string
  /** Hex. */
  readonly relayKey: string
}

/** One confirmed channel of a scripted host. */
export interface ScriptedChannel {
  readonly device: KnownDevice
  readonly sid: Uint8Array
  send(message: Down): void
  /** Sends what is new in the logs to its subscriptions. */
  pump(): void
  /** Leaves out `count` events of a session: a host with a fault. */
  skip(session: string, count: number): void
  close(): void
}

interface Sub {
  readonly session: string
  cursor: number
}

/** What a test may change about the host's behaviour: returns true when it has dealt with the message itself. */
export type Behaviour = (message: Up, channel: ScriptedChannel) => boolean

const NO_USAGE = { input: 0, output: 0, cached: 0, reasoning: 0, cost: 0 }
const PROJECT = '00000000000000aa'

/**
 * A host without agents for tests of devices: real handshakes and frames, sessions that the test writes, prompts
 * admitted exactly once. Whatever else it should do, the test says with `behave`.
 */
export class ScriptedHost {
  readonly identity: LocalIdentity
  readonly relayIdentity: RelayIdentity & { readonly key: string } = newRelayIdentity()
  readonly logs = new Map<string, SessionEvent[]>()
  readonly admitted = new Map<string, { session: string; turn: number; times: number }>()
  readonly received: Up[] = []
  readonly channels = new Set<ScriptedChannel>()
  requests: PendingRequest[] = []
  behave: Behaviour = () => false
  /** Most events put into one frame. */
  batch = 8
  readonly #provider: CryptoProvider
  readonly #devices: KnownDevice[] = []
  #line: HostLine | undefined

  private constructor(provider: CryptoProvider, identity: LocalIdentity) {
    this.#provider = provider
    this.identity = identity
  }

  static async create(provider: CryptoProvider): Promise<ScriptedHost> {
    return new ScriptedHost(provider, await generateIdentity(provider))
  }

  get id(): string {
    return toHex(this.identity.id)
  }

  /** The device is paired from now on. Call before `connect`, or reconnect. */
  know(device: KnownDevice): void {
    this.#devices.push(device)
  }

  async connect(transport: Transport, origin: string): Promise<void> {
    const devices = this.#devices.map(({ relayKey }) => relayKey)
    const line = await transport.dialHost({ origin, identity: this.relayIdentity, room: this.id, devices })
    line.onPipe((pipe) => this.#meet(pipe))
    line.onEnd(() => {
      if (this.#line === line) this.#line = undefined
    })
    this.#line = line
  }

  get connected(): boolean {
    return this.#line !== undefined
  }

  disconnect(): void {
    this.#line?.close()
    this.#line = undefined
  }

  /** Makes a session. */
  session(id: string): void {
    this.logs.set(id, [])
    const place = { kind: 'main' as const, path: '/home/alice/project', branch: null }
    const at = Date.now()
    this.append(id, {
      type: 'session.created',
      at,
      title: 'A session',
      project: PROJECT,
      place,
      agent: 'opencode',
    })
  }

  /** Writes to a session's log and wakes its readers. */
  append(session: string, ...bodies: EventBody[]): void {
    const log = this.logs.get(session) ?? []
    for (const body of bodies) log.push({ ...body, seq: log.length + 1 } as SessionEvent)
    this.logs.set(session, log)
    for (const channel of this.channels) channel.pump()
  }

  /** Turn 1 of a session runs, of a prompt that nobody here sent. */
  startTurn(session: string): void {
    const content = [{ type: 'text' as const, text: 'x' }]
    this.append(
      session,
      { type: 'prompt.admitted', at: 1, turn: 1, prompt: newName(), content, agent: 'opencode', by: null },
      { type: 'turn.moved', at: 1, turn: 1, to: 'starting' },
      { type: 'turn.moved', at: 1, turn: 1, to: 'running' },
    )
  }

  /** Says something to every confirmed channel. */
  broadcast(message: Down): void {
    for (const channel of this.channels) channel.send(message)
  }

  close(): void {
    this.disconnect()
  }

  #meet(pipe: InboundPipe): void {
    const device = this.#devices.find(({ relayKey }) => relayKey === pipe.key)
    if (device === undefined) return pipe.close(4003, 'unknown device')
    let open: ((frame: Uint8Array) => void) | undefined
    pipe.onMessage((message) => {
      if (open !== undefined) return open(message)
      this.#shake(device, message).then(
        (session) => {
          pipe.send(session.message)
          open = this.#serve(device, pipe, session)
        },
        () => pipe.close(4003, 'handshake'),
      )
    })
  }

  #shake({ identity }: KnownDevice, message: Uint8Array): Promise<HostSession> {
    const peers = { host: this.identity, device: identity, room: this.identity.id }
    return answerConnect(this.#provider, peers, message, (hello) => ({
      proto: chooseProto(hello, { min: MIN_VERSION, max: PROTOCOL_VERSION }),
      policyEpoch: 1,
      hostTime: Date.now(),
      bootId: new Uint8Array(16),
    }))
  }

  #serve(device: KnownDevice, pipe: InboundPipe, session: HostSession): (frame: Uint8Array) => void {
    const wire = new HostWire()
    const subs = new Map<number, Sub>()
    const channel = {
      device,
      sid: session.sid,
      send: (message: Down) => this.#send(pipe, session.channel, wire.message(message)),
      close: () => pipe.close(4000, 'done'),
      skip: (name: string, count: number) => {
        for (const place of subs.values()) if (place.session === name) place.cursor += count
      },
      pump: () => {
        for (const [sub, place] of subs)
          this.#pump(sub, place, (sealed) => this.#send(pipe, session.channel, sealed), wire)
      },
    }
    pipe.onEnd(() => {
      this.channels.delete(channel)
      session.channel.destroy()
    })
    return (frame) => {
      const opened = session.channel.open(frame)
      if (opened.type === 'close') return pipe.close(4000, 'done')
      const message = wire.decode(opened.content)
      if (message === null) return
      this.received.push(message)
      if (message.t === 'hello') this.#greet(channel, message.sid)
      else if (!this.behave(message, channel)) this.#handle(message, channel, subs)
    }
  }

  #send(pipe: InboundPipe, channel: Channel, contents: Iterable<Uint8Array>): void {
    if (channel.state !== 'open') return
    for (const content of contents) pipe.send(channel.seal(content))
  }

  #pump(sub: number, place: Sub, send: (contents: Iterable<Uint8Array>) => void, wire: HostWire): void {
    const log = this.logs.get(place.session) ?? []
    while (place.cursor < log.length) {
      const events = log.slice(place.cursor, place.cursor + this.batch)
      place.cursor += events.length
      send(wire.events(sub, events))
    }
  }

  #greet(channel: ScriptedChannel, sid: Uint8Array): void {
    if (!equal(sid, channel.sid)) return channel.close()
    this.channels.add(channel)
    const { identity, name } = channel.device
    const rights = ['read', 'prompt', 'decide'] as const
    channel.send({
      t: 'welcome',
      version: PROTOCOL_VERSION,
      host: { id: this.id, name: 'workstation', version: '0.0.0' },
      bootId: new Uint8Array(16),
      now: Date.now(),
      device: { id: toHex(identity.id), name, rights: [...rights], riskMax: 4 },
      policyEpoch: 1,
    })
    channel.send({
      t: 'overview',
      projects: [{ id: PROJECT, name: 'project', path: '/home/alice/project' }],
      agents: [],
      sessions: [...this.logs].map(([id, log]) => this.#summary(id, log)),
      requests: this.requests,
    })
  }

  #summary(id: string, log: SessionEvent[]): SessionSummary {
    const state = replay(null, log)
    if (state === null) throw new Error('a log begins with session.created')
    const { title, project, place, agent, archived, createdAt, updatedAt } = state
    const counts = { queued: state.queued.length, waiting: 0, seq: state.seq }
    const turn = state.current?.state ?? state.settled.at(-1)?.state ?? null
    return {
      id,
      title,
      project,
      place,
      agent,
      archived,
      state: turn,
      ...counts,
      createdAt,
      updatedAt,
      usage: NO_USAGE,
    }
  }

  #handle(message: Up, channel: ScriptedChannel, subs: Map<number, Sub>): void {
    switch (message.t) {
      case 'ping':
        return channel.send({ t: 'pong', n: message.n, now: Date.now() })
      case 'subscribe':
        return this.#subscribe(message, channel, subs)
      case 'unsubscribe':
        subs.delete(message.sub)
        return
      case 'prompt':
        return this.#admit(message, channel)
      case 'stop':
        return channel.send({ t: 'result', call: message.call, value: { of: 'stop' } })
    }
  }

  #subscribe(
    { call, sub, session, after }: Extract<Up, { t: 'subscribe' }>,
    channel: ScriptedChannel,
    subs: Map<number, Sub>,
  ): void {
    const log = this.logs.get(session)
    const problem =
      log === undefined ? 'host.unknown_session' : (after ?? 0) > log.length ? 'host.cursor' : null
    if (problem !== null || log === undefined) {
      const error = toWireError(new HearthError(problem ?? 'host.internal'))
      return channel.send({ t: 'error', call, error })
    }
    channel.send({ t: 'result', call, value: { of: 'subscribe' } })
    const state = after === null ? replay(null, log) : null
    if (state !== null) channel.send({ t: 'snapshot', sub, state })
    subs.set(sub, { session, cursor: state?.seq ?? after ?? 0 })
    channel.pump()
    channel.send({ t: 'caught-up', sub, seq: log.length })
  }

  #admit({ id, session, content }: Extract<Up, { t: 'prompt' }>, channel: ScriptedChannel): void {
    const log = this.logs.get(session)
    if (log === undefined) {
      return channel.send({ t: 'refused', id, error: toWireError(new HearthError('host.unknown_session')) })
    }
    const before = this.admitted.get(id)
    const turn = before?.turn ?? log.filter(({ type }) => type === 'prompt.admitted').length + 1
    this.admitted.set(id, { session, turn, times: (before?.times ?? 0) + 1 })
    if (before === undefined) {
      const by = toHex(channel.device.identity.id)
      this.append(session, {
        type: 'prompt.admitted',
        at: Date.now(),
        turn,
        prompt: id,
        content,
        agent: 'opencode',
        by,
      })
    }
    channel.send({ t: 'admitted', id, session, turn })
  }
}
