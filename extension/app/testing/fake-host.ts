import type {
  CallName,
  DecideExtras,
  FollowUpdate,
  GuardState,
  LinkStatus,
  OutboxEntry,
  OverviewState,
  PairedHost,
  PromptOutcome,
  RequestView,
} from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import {
  type EventBody,
  type PromptManner,
  promptText,
  reduce,
  type SessionAgent,
  type SessionEvent,
  type SessionState,
} from '@hearth/shared/session'
import { createSignal } from 'solid-js'
import type { HostActions, HostView } from '../state/host-view.ts'
import { aDevice, anAgent, anId, aPairing, aProject } from './build.ts'

/** Something that was asked of a fake host. */
export type Recorded =
  | { readonly action: 'call'; readonly name: CallName; readonly args: Record<string, unknown> }
  | {
      readonly action: 'prompt'
      readonly session: string
      readonly text: string
      readonly id: string
      readonly manner: PromptManner
    }
  | ({ readonly action: 'decide'; readonly request: string; readonly choice: string } & DecideExtras)
  | { readonly action: 'answer'; readonly request: string; readonly answer: unknown }
  | { readonly action: 'cancelPrompt'; readonly id: string }
  | { readonly action: 'follow' | 'unfollow'; readonly session: string }
  | { readonly action: 'watching'; readonly requests: readonly string[] }
  | { readonly action: 'look' | 'live' }

/** What a fake host does when asked; a function that throws refuses. Unset: the friendly default. */
export interface Script {
  /** The result of a call, without `of`. Default: an empty one, or what the call needs at least. */
  call?(name: CallName, args: Record<string, unknown>): object | Promise<object> | undefined
  /** Throwing is what a full or broken outbox does. Default: kept, and admitted when the test says so. */
  prompt?(session: string, text: string, id: string): void
  /** The request afterwards. Default: `applied`. */
  decide?(view: RequestView, choice: string, extras: DecideExtras): RequestView | Promise<RequestView>
  answer?(view: RequestView, answer: unknown): RequestView | Promise<RequestView>
  /** Default: it can be taken back. */
  cancelPrompt?(id: string): boolean
  live?(): Promise<void>
}

/** What a fake host is made of; everything has a default. */
export interface FakeHostOptions extends Partial<Omit<OverviewState, 'host' | 'requests'>> {
  readonly id?: string
  readonly name?: string
  readonly paired?: Partial<PairedHost>
  readonly requests?: readonly RequestView[]
  readonly outbox?: readonly OutboxEntry[]
  readonly status?: Partial<LinkStatus>
  readonly alarm?: HearthError | null
  readonly guard?: Partial<GuardState>
  /** Sessions that can be opened, by id. */
  readonly states?: Readonly<Record<string, SessionState>>
  /** What the agents of these sessions offer from the start. */
  readonly sessionAgents?: Readonly<Record<string, readonly SessionAgent[]>>
  readonly script?: Script
}

/** A host made of plain data. What it was asked stands in `asked`; the rest drives it from outside. */
export interface FakeHost extends HostView {
  readonly asked: readonly Recorded[]
  /** What it was asked by one action. */
  askedTo<A extends Recorded['action']>(action: A): Extract<Recorded, { action: A }>[]
  /** May be changed at any time. */
  readonly script: Script
  setOverview(change: Partial<OverviewState>): void
  setStatus(change: Partial<LinkStatus>): void
  setAlarm(alarm: HearthError | null): void
  setGuard(change: Partial<GuardState>): void
  /** Adds a request, or replaces the one of its id. */
  putRequest(view: RequestView): void
  setOutbox(entries: readonly OutboxEntry[]): void
  /** A prompt leaves the outbox. */
  settlePrompt(id: string, outcome: PromptOutcome): void
  /** A session as a whole: a snapshot for whoever follows it. */
  setState(session: string, state: SessionState): void
  /** The session grows by these. */
  append(session: string, ...bodies: EventBody[]): void
  /** What the agents of the session offer now, told to whoever follows it. */
  setAgents(session: string, agents: readonly SessionAgent[]): void
  stateOf(session: string): SessionState | undefined
  /** The host has no such session, or something else that ends following. */
  endFollows(session: string, error: HearthError): void
}

/** What a fake worktree holds. */
const FILES = ['README.md', 'src/streams/reader.ts', 'src/streams/writer.ts', 'test/streams/reader.test.ts']

const UP = { state: 'up', latency: 24, lastAt: null } as const

/** A live host with one project and one agent, unless `options` say otherwise. */
export const fakeHost = (options: FakeHostOptions = {}): FakeHost => {
  const {
    id: hostId,
    name,
    paired: pairedOver,
    requests,
    outbox,
    status,
    alarm,
    guard,
    states,
    sessionAgents,
    script,
    ...rest
  } = options
  const usual = aPairing(pairedOver)
  const paired = {
    ...usual,
    host: { ...usual.host, id: hostId ?? usual.host.id, name: name ?? usual.host.name },
  }
  const [overview, setOverview] = createSignal<OverviewState>({
    host: { id: paired.host.id, name: paired.host.name, version: '0.1.0' },
    device: aDevice(),
    policyEpoch: 1,
    skew: 0,
    projects: [aProject()],
    agents: [anAgent()],
    sessions: [],
    requests: [],
    ...rest,
  })
  const [views, setViews] = createSignal<ReadonlyMap<string, RequestView>>(
    new Map((requests ?? []).map((view) => [view.id, view])),
  )
  const [waiting, setWaiting] = createSignal<readonly OutboxEntry[]>(outbox ?? [])
  const [standing, setStanding] = createSignal<LinkStatus>({
    connection: 'live',
    error: null,
    relay: { ...UP, latency: 11 },
    host: UP,
    agents: overview().agents,
    ...status,
  })
  const [problem, setProblem] = createSignal<HearthError | null>(alarm ?? null)
  const [brakes, setBrakes] = createSignal<GuardState>({ paused: null, held: [], shutOut: false, ...guard })
  const asked: Recorded[] = []
  const doing: Script = { ...script }
  const held = new Map(Object.entries(states ?? {}))
  const offers = new Map<string, readonly SessionAgent[]>(Object.entries(sessionAgents ?? {}))
  const followers = new Map<string, Set<(update: FollowUpdate) => void>>()
  const outcomes = new Map<string, Set<(outcome: PromptOutcome) => void>>()
  let ids = 0xf000

  const tell = (session: string, update: FollowUpdate): void => {
    for (const follower of [...(followers.get(session) ?? [])]) follower(update)
  }
  const putRequest = (view: RequestView): void => {
    setViews(new Map(views()).set(view.id, view))
  }
  const waitingRequest = (request: string): RequestView => {
    const view = views().get(request)
    if (view === undefined) throw new HearthError('request.unknown')
    return view
  }
  const settled = async (
    view: RequestView,
    end: () => RequestView | Promise<RequestView>,
  ): Promise<RequestView> => {
    putRequest({ ...view, state: 'sending', error: null })
    const after = await end()
    putRequest(after)
    return after
  }
  const me = () => ({ id: paired.device.id, name: paired.device.name })
  const newId = (): string => anId(++ids)

  const usualResult = (name: CallName, args: Record<string, unknown>): object => {
    switch (name) {
      case 'new-session':
        return { session: args.session ?? newId() }
      case 'history':
        return { turns: [], earlier: 0 }
      case 'search':
        return { hits: [], more: false }
      case 'list-rules':
        return { rules: [], starters: [] }
      case 'preview-rule':
        return { matches: [], seen: 200 }
      case 'passkey-begin':
        return { challenge: new Uint8Array(32), open: false, known: [] }
      case 'find-files':
        return { files: FILES.filter((file) => file.includes(String(args.query))), more: false }
      case 'limit-self':
        return { device: { ...aDevice(), ...args } }
      default:
        return {}
    }
  }
  /** What the brakes do, as the host would tell it next. */
  const brake = (name: CallName, args: Record<string, unknown>): void => {
    const by = me()
    if (name === 'pause')
      setBrakes({ ...brakes(), paused: args.paused ? { at: Date.now(), by, why: 'person' } : null })
    if (name === 'panic') setBrakes({ ...brakes(), paused: { at: Date.now(), by, why: 'panic' } })
    if (name === 'release')
      setBrakes({ ...brakes(), held: brakes().held.filter(({ session }) => session !== args.session) })
    if (name === 'limit-self') setOverview({ ...overview(), device: { ...aDevice(), ...args } })
  }

  const actions = {
    newId,
    look: () => void asked.push({ action: 'look' }),
    watching: (requests) => void asked.push({ action: 'watching', requests }),
    async live() {
      asked.push({ action: 'live' })
      if (doing.live) return doing.live()
      if (standing().connection !== 'live') throw new HearthError('link.offline')
    },
    async call(name: CallName, args: Record<string, unknown>) {
      asked.push({ action: 'call', name, args })
      const more = (await doing.call?.(name, args)) ?? usualResult(name, args)
      brake(name, args)
      return { of: name, ...more }
    },
    async prompt(session, content, { id = newId(), ...manner } = {}) {
      const text = promptText(content)
      asked.push({ action: 'prompt', session, text, id, manner })
      doing.prompt?.(session, text, id)
      setWaiting([...waiting(), { id, session, content, manner, createdAt: Date.now() }])
      const outcome = new Promise<PromptOutcome>((resolve) => void actions.onPrompt(id, resolve))
      return { id, outcome }
    },
    onPrompt(id, done) {
      const listening = outcomes.get(id) ?? new Set()
      outcomes.set(id, listening.add(done))
      return () => void listening.delete(done)
    },
    async cancelPrompt(id) {
      asked.push({ action: 'cancelPrompt', id })
      const taken = doing.cancelPrompt?.(id) ?? true
      if (taken) setWaiting(waiting().filter((entry) => entry.id !== id))
      return taken
    },
    async decide(request, choice, extras = {}) {
      asked.push({ action: 'decide', request, choice, ...extras })
      const view = waitingRequest(request)
      const outcome = choice === 'deny' ? 'denied' : 'allowed'
      return settled(
        view,
        () => doing.decide?.(view, choice, extras) ?? { ...view, state: 'applied', outcome, by: me() },
      )
    },
    async answer(request, answer) {
      asked.push({ action: 'answer', request, answer })
      const view = waitingRequest(request)
      const outcome = answer === null ? 'denied' : 'answered'
      return settled(
        view,
        () => doing.answer?.(view, answer) ?? { ...view, state: 'applied', outcome, by: me() },
      )
    },
    follow(session, follower, from = null) {
      asked.push({ action: 'follow', session })
      const own = followers.get(session) ?? new Set()
      followers.set(session, own.add(follower))
      queueMicrotask(() => {
        if (!own.has(follower)) return
        const state = held.get(session)
        if (state === undefined)
          return follower({ type: 'ended', error: new HearthError('host.unknown_session') })
        if (from?.seq !== state.seq) follower({ type: 'snapshot', state })
        follower({ type: 'caught-up', state })
        follower({ type: 'agents', state, agents: offers.get(session) ?? [] })
      })
      return {
        session,
        get state() {
          return held.get(session) ?? null
        },
        get caughtUp() {
          return held.has(session) && standing().connection === 'live'
        },
        close: () => {
          if (own.delete(follower)) asked.push({ action: 'unfollow', session })
        },
      }
    },
  } as HostActions

  return {
    id: paired.host.id,
    paired,
    overview,
    requests: views,
    outbox: waiting,
    status: standing,
    alarm: problem,
    guard: brakes,
    actions,
    asked,
    askedTo: <A extends Recorded['action']>(action: A) =>
      asked.filter((one): one is Extract<Recorded, { action: A }> => one.action === action),
    script: doing,
    setOverview: (change) => void setOverview({ ...overview(), ...change }),
    setStatus: (change) => void setStanding({ ...standing(), ...change }),
    setAlarm: (next) => void setProblem(next),
    setGuard: (change) => void setBrakes({ ...brakes(), ...change }),
    putRequest,
    setOutbox: (entries) => void setWaiting(entries),
    settlePrompt: (id, outcome) => {
      setWaiting(waiting().filter((entry) => entry.id !== id))
      for (const done of outcomes.get(id) ?? []) done(outcome)
      outcomes.delete(id)
    },
    setState: (session, state) => {
      held.set(session, state)
      tell(session, { type: 'snapshot', state })
      tell(session, { type: 'caught-up', state })
    },
    append: (session, ...bodies) => {
      const before = held.get(session) ?? null
      const events = bodies.map((body, i) => ({ ...body, seq: (before?.seq ?? 0) + 1 + i }) as SessionEvent)
      const state = events.reduce<SessionState | null>(reduce, before)
      if (state === null) return
      held.set(session, state)
      tell(session, { type: 'events', state, events })
    },
    setAgents: (session, agents) => {
      offers.set(session, agents)
      tell(session, { type: 'agents', state: held.get(session) ?? null, agents })
    },
    stateOf: (session) => held.get(session),
    endFollows: (session, error) => {
      held.delete(session)
      tell(session, { type: 'ended', error })
      followers.delete(session)
    },
  }
}
