import { type AuditHead, type Choice, toHex } from '../crypto/index.ts'
import { type Down, HearthError, PROTOCOL_VERSION, type Up, WIRE_LIMITS } from '../protocol/index.ts'
import type { Answer, PromptContent, PromptManner, SessionState, TurnRequest } from '../session/index.ts'
import { AuditWatch } from './audit-watch.ts'
import { awaitState } from './await-state.ts'
import { type CallArgs, type CallName, type CallResult, Calls } from './calls.ts'
import { Cell, type Watched } from './cell.ts'
import { type Clock, systemClock } from './clock.ts'
import { Connection } from './connection.ts'
import { type ConnectionState, hasChannel } from './connection-state.ts'
import type { FollowUpdate } from './follow.ts'
import { type Following, Follows } from './follows.ts'
import { type GuardState, guardAfter, NO_GUARD } from './guard.ts'
import { Heart } from './heart.ts'
import type { Hold } from './hold.ts'
import { hostIdentity, type PairedHost } from './identity.ts'
import { CALL_MS } from './limits.ts'
import type { LinkOptions } from './options.ts'
import { Outbox, type PromptOutcome } from './outbox.ts'
import type { OutboxEntry } from './outbox-storage.ts'
import { NO_OVERVIEW, type OverviewState, overviewAfter } from './overview.ts'
import type { Incoming, Port } from './port.ts'
import type { RequestView } from './request-book.ts'
import { type DecideExtras, type Given, RequestDesk } from './request-desk.ts'
import { type Leg, type LinkStatus, legsAfter, UNKNOWN_LEG } from './status.ts'

/**
 * A device's link to one host: stays connected, resumes, delivers, and says how things stand. Made by `openLink`;
 * connects until it is closed. Nothing in it waits without a bound.
 */
export class Link {
  readonly paired: PairedHost
  readonly #options: LinkOptions
  readonly #clock: Clock
  readonly #connection: Connection
  readonly #calls: Calls
  readonly #pings: Calls
  readonly #follows: Follows
  readonly #outbox: Outbox
  readonly #desk: RequestDesk
  readonly #heart: Heart
  readonly #overview = new Cell<OverviewState>(NO_OVERVIEW)
  readonly #guard = new Cell<GuardState>(NO_GUARD)
  readonly #legs = new Cell<{ relay: Leg; host: Leg }>({ relay: UNKNOWN_LEG, host: UNKNOWN_LEG })
  readonly #alarm = new Cell<HearthError | null>(null)
  readonly #audit: AuditWatch
  #port: Port | undefined
  #watched: { requests: string[]; sessions: string[] } = { requests: [], sessions: [] }
  #lastHeard = 0

  constructor(options: LinkOptions, outbox: Outbox, audit: AuditHead | null) {
    const { paired, keys, provider, transport } = options
    this.paired = paired
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#outbox = outbox
    this.#calls = new Calls(this.#clock)
    this.#pings = new Calls(this.#clock)
    this.#follows = new Follows(this.#clock)
    const host = hostIdentity(provider, paired)
    this.#audit = new AuditWatch(provider, host.signKey, options.audit, audit)
    this.#connection = new Connection(
      { transport, provider, clock: this.#clock, keys, host, relay: paired.relay },
      {
        hello: (sid) => ({
          t: 'hello',
          version: PROTOCOL_VERSION,
          sid,
          app: options.app,
          audit: this.#audit.seen,
        }),
        opened: (port) => this.#opened(port),
        incoming: (incoming) => this.#incoming(incoming),
        closed: () => this.#closed(),
      },
    )
    this.#heart = new Heart(this.#clock, {
      busy: () => this.#follows.busy || this.#calls.size > 0 || outbox.entries.value.length > 0,
      pingHost: (timeout) => this.#pingHost(timeout),
      lastHeard: () => this.#lastHeard,
      dead: (error) => this.#connection.cut(error),
      beat: () => this.#beat(),
    })
    this.#desk = new RequestDesk({
      provider,
      clock: this.#clock,
      key: keys.identity.sign,
      hostId: paired.host.id,
      deviceId: toHex(keys.identity.id),
      sid: () => this.#port?.sid ?? null,
      skew: () => this.#overview.value.skew,
      askOffer: (request, timeout) => this.#ask(timeout, (call) => ({ t: 'ask-offer', call, request })),
      decide: (decision, timeout) => this.#ask(timeout, (call) => ({ t: 'decide', call, ...decision })),
      answer: async (request, answer, timeout) => {
        const { outcome } = await this.call('answer', { request, answer }, timeout)
        return { outcome, by: outcome === 'withdrawn' ? null : toHex(keys.identity.id) }
      },
      nameOf: (device) => (device === toHex(keys.identity.id) ? paired.device.name : 'another device'),
      live: (timeout) => this.live(timeout),
      lookUp: (view, timeout) => this.#lookUp(view, timeout),
    })
    this.#connection.state.listen((state) => {
      this.#legs.set(legsAfter(state, this.#legs.value, this.#clock.now()))
      if (state === 'live') this.#heart.start()
      else if (!hasChannel(state)) this.#heart.stop()
    })
    this.#connection.start()
  }

  /** Projects, agents, sessions, pending requests: what the host last told, kept over cuts. */
  get overview(): Watched<OverviewState> {
    return this.#overview
  }

  /** What the host holds back: pause, held sessions, whether this device is shut out. Kept over cuts. */
  get guard(): Watched<GuardState> {
    return this.#guard
  }

  /** Every request that waits, and the last that were answered, with their states. */
  get requests(): Watched<ReadonlyMap<string, RequestView>> {
    return this.#desk.book.views
  }

  /** Prompts that the host has not admitted yet. */
  get outbox(): Watched<readonly OutboxEntry[]> {
    return this.#outbox.entries
  }

  /** Set when the host's audit record does not continue what this device has seen. Never clears by itself. */
  get alarm(): Watched<HearthError | null> {
    return this.#alarm
  }

  /** Reasons not to be connected: a hidden page, no network. */
  get hold(): Hold {
    return this.#connection.hold
  }

  status(): LinkStatus {
    return {
      connection: this.#connection.state.value,
      error: this.#connection.error.value,
      ...this.#legs.value,
      agents: this.#overview.value.agents,
    }
  }

  /** Calls `listener` when the status changes. The function returned ends that. */
  onStatus(listener: (status: LinkStatus) => void): () => void {
    const tell = () => listener(this.status())
    const ends = [
      this.#connection.state.listen(tell),
      this.#connection.error.listen(tell),
      this.#legs.listen(tell),
    ]
    return () => {
      for (const end of ends) end()
    }
  }

  /** Something suggests that the network changed: tries or probes at once. */
  look(): void {
    this.#connection.hurry()
    this.#heart.look()
  }

  /** Resolves when everything works. @throws {HearthError} what stands in the way, after `timeoutMs` or once it is final */
  live(timeoutMs = CALL_MS): Promise<void> {
    return this.#until(timeoutMs, (state) => state === 'live')
  }

  /**
   * Asks the host for something. Waits for a channel first, all in all at most `timeoutMs`.
   * @throws {HearthError} the host's refusal; `link.offline` when nothing was sent; `link.lost` or `link.timeout`
   * when it was sent and no answer came
   */
  async call<N extends CallName>(name: N, args: CallArgs<N>, timeoutMs = CALL_MS): Promise<CallResult<N>> {
    return this.#ask<CallResult<N>>(timeoutMs, (call) => ({ ...args, t: name, call }) as unknown as Up)
  }

  /**
   * Keeps a prompt and sends it now or with the next channel. Resolves when it is durable here; `outcome` when the
   * host has admitted or refused it, which may take as long as the host is away. @throws {HearthError} `outbox.full`,
   * `outbox.store`
   */
  async prompt(
    session: string,
    content: PromptContent,
    { id = this.newId(), ...manner }: PromptManner & { id?: string } = {},
  ): Promise<{ id: string; outcome: Promise<PromptOutcome> }> {
    const outcome = new Promise<PromptOutcome>((resolve) => this.#outbox.onOutcome(id, resolve))
    await this.#outbox.add({ id, session, content, manner, createdAt: this.#clock.now() })
    this.#heart.nudge()
    return { id, outcome }
  }

  /** Calls `done` once when the host has said what became of a prompt in the outbox. The function returned ends that. */
  onPrompt(id: string, done: (outcome: PromptOutcome) => void): () => void {
    return this.#outbox.onOutcome(id, done)
  }

  /** Sends prompts that another run left in the storage, from now on as its own; none of them can be taken back. */
  adopt(orphans: readonly OutboxEntry[]): void {
    this.#outbox.adopt(orphans)
    this.#heart.nudge()
  }

  /** Takes back a prompt that can't have reached the host. */
  cancelPrompt(id: string): Promise<boolean> {
    return this.#outbox.cancel(id)
  }

  /** Follows a session from `from` (a state held earlier) or from a snapshot. @throws {HearthError} `link.busy` */
  follow(session: string, tell: (update: FollowUpdate) => void, from: SessionState | null = null): Following {
    return this.#follows.open(session, from, tell)
  }

  /** See RequestDesk. */
  decide(request: string, choice: Choice, extras?: DecideExtras): Promise<RequestView> {
    return this.#desk.decide(request, choice, extras)
  }

  /** See RequestDesk. */
  answer(request: string, answer: Answer | null): Promise<RequestView> {
    return this.#desk.answer(request, answer)
  }

  /**
   * Tells the host which requests and sessions are on a focused screen here, whole each time, now and with each channel
   * to come: it wakes nobody for those. More than the wire takes are left out.
   */
  watching(requests: readonly string[], sessions: readonly string[] = []): void {
    const next = {
      requests: requests.slice(0, WIRE_LIMITS.watchedRequests.value),
      sessions: sessions.slice(0, WIRE_LIMITS.watchedSessions.value),
    }
    if (JSON.stringify(next) === JSON.stringify(this.#watched)) return
    this.#watched = next
    this.#port?.send({ t: 'watching', ...next })
  }

  /** A fresh 16-byte id in hex, for a session or prompt. */
  newId(): string {
    return toHex(this.#options.provider.randomBytes(16))
  }

  /** Tells the host goodbye and ends for good. Prompts that were not admitted stay in the storage. */
  close(): void {
    this.#heart.stop()
    this.#connection.close()
  }

  #opened(port: Port): void {
    this.#port = port
    this.#follows.connect({
      subscribe: (sub, session, after, onError) => this.#subscribe(port, { sub, session, after }, onError),
      send: (message) => port.send(message),
    })
    this.#outbox.connect((prompt) => port.send(prompt))
    const { requests, sessions } = this.#watched
    if (requests.length + sessions.length > 0) port.send({ t: 'watching', requests, sessions })
  }

  #closed(): void {
    this.#port = undefined
    this.#follows.disconnect()
    this.#outbox.disconnect()
    this.#calls.failAll(new HearthError('link.lost'))
    this.#pings.failAll(new HearthError('link.lost'))
  }

  #incoming(incoming: Incoming): void {
    this.#lastHeard = this.#clock.now()
    this.#follows.receive(incoming)
    this.#heart.nudge()
    if (incoming.type !== 'message') return
    const { message } = incoming
    this.#overview.set(overviewAfter(this.#overview.value, message, this.#lastHeard))
    this.#guard.set(guardAfter(this.#guard.value, message))
    this.#desk.receive(message)
    this.#answered(message)
  }

  #answered(message: Down): void {
    switch (message.t) {
      case 'result':
        this.#calls.settle(message.call, message.value)
        break
      case 'offer':
        this.#calls.settle(message.call, message)
        break
      case 'error':
        this.#calls.refuse(message.call, message.error)
        break
      case 'pong':
        this.#pings.settle(message.n, message.now)
        break
      case 'admitted':
      case 'refused':
        this.#outbox.receive(message).catch((error: unknown) => this.#alarmed(error))
        break
      case 'audit-head':
        this.#audit.receive(message).catch((error: unknown) => this.#alarmed(error))
        break
    }
  }

  #subscribe(
    port: Port,
    wish: { sub: number; session: string; after: number | null },
    onError: (error: HearthError) => void,
  ): void {
    this.#calls
      .start(CALL_MS, (call) => port.send({ t: 'subscribe', call, ...wish }))
      .catch((error: unknown) => {
        if (!(error instanceof HearthError)) throw error
        if (error.code === 'link.timeout') this.#connection.cut(error)
        else onError(error)
      })
  }

  async #ask<T>(timeoutMs: number, message: (call: number) => Up): Promise<T> {
    const deadline = this.#clock.now() + timeoutMs
    await this.#until(timeoutMs, hasChannel)
    const port = this.#port
    if (port === undefined) throw new HearthError('link.offline')
    const left = Math.max(1, deadline - this.#clock.now())
    const answer = this.#calls.start<T>(left, (call) => port.send(message(call)))
    this.#heart.nudge()
    return answer
  }

  async #pingHost(timeoutMs: number): Promise<void> {
    const port = this.#port
    if (port === undefined) throw new HearthError('link.offline')
    const sentAt = this.#clock.now()
    await this.#pings.start(timeoutMs, (n) => port.send({ t: 'ping', n }))
    const now = this.#clock.now()
    this.#legs.set({ ...this.#legs.value, host: { state: 'up', latency: now - sentAt, lastAt: now } })
  }

  #beat(): void {
    this.#connection.rekeyIfDue(this.#calls.size === 0 && !this.#follows.busy)
    this.#connection.pingRelay(CALL_MS).then(
      (latency) => {
        const relay: Leg = { state: 'up', latency, lastAt: this.#clock.now() }
        this.#legs.set({ ...this.#legs.value, relay })
      },
      () => undefined,
    )
  }

  #until(timeoutMs: number, good: (state: ConnectionState) => boolean): Promise<void> {
    return awaitState(this.#connection, this.#clock, timeoutMs, good)
  }

  /** What a session's log says about a request: a follow that ends with its first state. */
  #lookUp(view: RequestView, timeoutMs: number): Promise<Given | null> {
    return new Promise((resolve) => {
      const done = (given: Given | null) => {
        cancel()
        following.close()
        resolve(given)
      }
      const cancel = this.#clock.after(timeoutMs, () => done(null))
      const following = this.follow(view.session, (update) => {
        if (update.type === 'ended') done(null)
        else if (update.type === 'caught-up') done(recorded(update.state, view))
      })
    })
  }

  #alarmed(error: unknown): void {
    if (!(error instanceof HearthError)) throw error
    this.#alarm.set(error)
  }
}

const recorded = (state: SessionState | null, { id, turn }: RequestView): Given | null => {
  const turns = state === null ? [] : [...state.settled, ...(state.current === null ? [] : [state.current])]
  const request: TurnRequest | undefined = turns
    .find(({ n }) => n === turn)
    ?.requests.find((request) => request.id === id)
  return request?.outcome == null ? null : { outcome: request.outcome, by: request.by }
}

/** Opens a link; it connects by itself. @throws {HearthError} `outbox.store`, or when the host's record is damaged */
export const openLink = async (options: LinkOptions): Promise<Link> => {
  const outbox = await Outbox.open(options.outbox)
  const audit = (await options.audit?.read()) ?? null
  return new Link(options, outbox, audit)
}
