import {
  type Down,
  HearthError,
  OversizeError,
  PROTOCOL_VERSION,
  type Right,
  toWireError,
  type Up,
} from '@hearth/shared/protocol'
import type { DecidingChannel } from '../requests/api.ts'
import type { Call, CallHandlers, Context, Note, NoteHandlers } from './handlers/context.ts'
import { fileHandlers } from './handlers/files.ts'
import { guardHandlers } from './handlers/guard.ts'
import { manageHandlers } from './handlers/manage.ts'
import { passkeyHandlers } from './handlers/passkeys.ts'
import { pingHandlers } from './handlers/ping.ts'
import { promptHandler } from './handlers/prompt.ts'
import { pushHandlers, watchingHandler } from './handlers/push.ts'
import { requestHandlers } from './handlers/requests.ts'
import { ruleHandlers } from './handlers/rules.ts'
import { searchHandlers } from './handlers/search.ts'
import { sessionHandlers } from './handlers/sessions.ts'
import { readingNotes, subscribeHandler } from './handlers/subscribe.ts'
import { MAX_CALLS } from './limits.ts'
import { RIGHT_OF, STAYS_OPEN } from './rights.ts'
import { Sender } from './sender.ts'
import type { Services } from './services.ts'
import { Subscriptions } from './subscriptions.ts'
import type { Wire } from './wire.ts'

const CALLS: CallHandlers = {
  ...sessionHandlers,
  ...requestHandlers,
  ...ruleHandlers,
  ...guardHandlers,
  ...pushHandlers,
  ...passkeyHandlers,
  ...fileHandlers,
  ...searchHandlers,
  ...manageHandlers,
  ...subscribeHandler,
}
const NOTES: NoteHandlers = { ...pingHandlers, ...promptHandler, ...readingNotes, ...watchingHandler }

/** What a session needs of its channel. */
export interface SessionPort {
  readonly channel: DecidingChannel
  readonly wire: Wire
  backlog(): number
  seal(content: Uint8Array, minBucket: number): void
  /** Ends the channel as too slow, or so that the device begins anew. */
  end(how: 'slow' | 'protocol' | 'goingAway', why: string): void
}

const isCall = (message: Up): message is Call => 'call' in message

/** Answers that a person waits for go before lists. */
const NORMAL: ReadonlySet<Down['t']> = new Set([
  'session',
  'session-agents',
  'agents',
  'projects',
  'snapshot',
  'caught-up',
])

/** What a live channel's device asks and is told. Every call gets exactly one answer, whatever happens. */
export class DeviceSession {
  readonly #port: SessionPort
  readonly #services: Services
  readonly #sender: Sender
  readonly #subscriptions: Subscriptions
  readonly #context: Context
  #calls = 0

  constructor(port: SessionPort, services: Services) {
    this.#port = port
    this.#services = services
    this.#subscriptions = new Subscriptions(({ session }, error) => {
      services.log(`reading session ${session} failed (${codeOf(error)})`)
      port.end('goingAway', 'a session could not be read')
    })
    this.#sender = new Sender({
      clock: services.clock,
      backlog: () => port.backlog(),
      seal: (content, minBucket) => port.seal(content, minBucket),
      bulk: this.#subscriptions,
      stalled: () => port.end('slow', 'the device does not read'),
    })
    this.#context = {
      services,
      channel: port.channel,
      subscriptions: this.#subscriptions,
      wire: port.wire,
      prompts: { admitting: 0 },
      send: (message) => this.send(message),
      pump: () => this.#sender.pump(),
      giveUp: (why) => port.end('goingAway', why),
    }
  }

  /** Tells the device all that it needs besides transcripts. */
  attach(): void {
    const { host, bootId, clock, policyEpoch } = this.#services
    const device = this.#services.device(this.#port.channel.deviceId)
    if (device === null) return
    const { id, name, rights, riskMax } = device
    const record = { id, name, rights, riskMax }
    const welcome = {
      t: 'welcome',
      version: PROTOCOL_VERSION,
      host,
      bootId,
      now: clock.now(),
      device: record,
    } as const
    this.send({ ...welcome, policyEpoch: policyEpoch() })
    this.#sendOverview()
    this.sendGuard()
    this.sendAuditHead()
  }

  /** What the host holds back, and as of which rules; which sessions are held is for those alone who may read. */
  sendGuard(): void {
    const { guard, policyEpoch } = this.#services
    const { paused, held, shutOut } = guard.state(this.#port.channel.deviceId)
    const told = { paused, held: this.reads ? held : [], shutOut, policyEpoch: policyEpoch() }
    this.send({ t: 'guard', ...told }, 'guard')
  }

  sendAuditHead(): void {
    const { index, head, signature } = this.#services.auditHead()
    this.send({ t: 'audit-head', i: index, head, signature }, 'audit-head')
  }

  /** What the agents of a session offer has changed. */
  agentsChanged(session: string): void {
    if (this.#subscriptions.agentsChanged(session)) this.#sender.pump()
  }

  /** Sends a message; one of the same `key` that still waits is replaced. One that is too large ends the channel. */
  send(message: Down, key: string | null = null): void {
    try {
      this.#post(message, key)
    } catch (error) {
      this.#services.log(`a message could not be sent (${message.t}, ${codeOf(error)})`)
      this.#port.end('goingAway', 'a message is too large')
    }
  }

  /** @throws {OversizeError} */
  #post(message: Down, key: string | null): void {
    const lane = NORMAL.has(message.t) ? 'normal' : 'urgent'
    this.#sender.send(lane, this.#port.wire.message(message), key)
  }

  /** Does this device get what `read` gives? */
  get reads(): boolean {
    return this.#allowed('read')
  }

  receive(message: Up): void {
    const device = this.#services.device(this.#port.channel.deviceId)
    if (device === null) return this.#port.end('protocol', 'the device is not paired any more')
    if (isCall(message)) void this.#call(message)
    else this.#note(message)
  }

  close(): void {
    this.#sender.close()
    this.#subscriptions.close()
  }

  #allowed(right: Right | null): boolean {
    if (right === null) return true
    return this.#services.device(this.#port.channel.deviceId)?.rights.includes(right) === true
  }

  /** @throws {HearthError} `host.shut_out`, `host.not_allowed` */
  #assertMay(t: Up['t']): void {
    const isOut = this.#services.guard.isShutOut(this.#port.channel.deviceId)
    if (isOut && !STAYS_OPEN.has(t)) throw new HearthError('host.shut_out')
    if (!this.#allowed(RIGHT_OF[t])) throw new HearthError('host.not_allowed')
  }

  async #call(message: Call): Promise<void> {
    const { call } = message
    if (this.#calls >= MAX_CALLS) return this.#fail(call, new HearthError('host.busy'))
    this.#calls += 1
    try {
      this.#assertMay(message.t)
      const answer = await dispatch(message, this.#context)
      this.#post('t' in answer ? answer : { t: 'result', call, value: answer }, null)
    } catch (error) {
      this.#fail(call, error)
    } finally {
      this.#calls -= 1
    }
  }

  #fail(call: number, error: unknown): void {
    if (!(error instanceof HearthError)) this.#services.log(`a call failed (${codeOf(error)})`)
    this.send({ t: 'error', call, error: toWireError(error) })
  }

  #note(message: Note): void {
    try {
      this.#assertMay(message.t)
    } catch (error) {
      if (message.t === 'prompt') this.send({ t: 'refused', id: message.id, error: toWireError(error) })
      return
    }
    note(message, this.#context)
  }

  /** Requests that make it too large for one message follow one by one. */
  #sendOverview(): void {
    const overview = this.#overview()
    try {
      this.#post(overview, null)
    } catch (error) {
      if (!(error instanceof OversizeError)) throw error
      this.send({ ...overview, requests: [] })
      for (const request of overview.requests) this.send({ t: 'request', request })
    }
  }

  #overview(): Extract<Down, { t: 'overview' }> {
    const { sessions, agents, requests } = this.#services
    if (!this.reads) return { t: 'overview', projects: [], agents: [], sessions: [], requests: [] }
    return {
      t: 'overview',
      projects: sessions.projects(),
      agents: agents.list(),
      sessions: sessions.summaries(),
      requests: requests.pending(),
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof HearthError ? error.code : error instanceof Error ? error.name : 'unknown'

type AnyCall = (message: Call, context: Context) => ReturnType<CallHandlers[Call['t']]>
type AnyNote = (message: Note, context: Context) => void

/** The table's types tie each handler to its message; looking it up by the message's own tag loses that tie. */
const dispatch = async (message: Call, context: Context) =>
  await (CALLS[message.t] as AnyCall)(message, context)
const note = (message: Note, context: Context): void => (NOTES[message.t] as AnyNote)(message, context)
