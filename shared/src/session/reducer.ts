import { addRaw, appendText, closeAll, updateTool } from './blocks.ts'
import type { EventBody, SessionEvent } from './event.ts'
import { SESSION_LIMITS } from './limits.ts'
import type { SessionState, Turn, TurnNotice } from './state.ts'
import { movingEvent, nextTurnState, settlingEvent } from './turn-table.ts'
import { changeCurrent, changeTurn, findTurn, newTurn, orderQueue, placeTurn } from './turns.ts'
import { addUsage, NO_USAGE } from './usage.ts'

type Of<T extends EventBody['type']> = Extract<EventBody, { type: T }>

/** An event that does not follow the state: something is missing or came twice. The remedy is to subscribe anew. */
export class SeqError extends Error {
  override readonly name = 'SeqError'
  readonly expected: number
  readonly got: number
  constructor(expected: number, got: number, why = `event ${got} where ${expected} was due`) {
    super(why)
    this.expected = expected
    this.got = got
  }
}

const create = (event: Of<'session.created'>): SessionState => ({
  seq: 0,
  title: event.title,
  archived: false,
  project: event.project,
  place: event.place,
  agent: event.agent,
  createdAt: event.at,
  updatedAt: event.at,
  usage: NO_USAGE,
  notices: [],
  earlier: 0,
  settled: [],
  current: null,
  queued: [],
})

const admit = (state: SessionState, event: Of<'prompt.admitted'>): SessionState =>
  findTurn(state, event.turn) ? state : placeTurn(state, newTurn(event))

const move = (state: SessionState, event: Of<'turn.moved'>): SessionState => {
  if (event.to === 'starting' && state.current) return state
  return changeTurn(state, event.turn, (turn) => {
    const next = nextTurnState(turn.state, movingEvent(turn.state, event.to))
    if (next === null) return turn
    if (next === 'starting') return { ...turn, state: next, startedAt: event.at }
    return next === 'queued' ? { ...turn, state: next, startedAt: null } : { ...turn, state: next }
  })
}

const settle = (state: SessionState, event: Of<'turn.settled'>): SessionState =>
  changeTurn(state, event.turn, (turn) => {
    const next = nextTurnState(turn.state, settlingEvent(event))
    if (next === null) return turn
    return {
      ...closeAll(turn),
      state: next,
      stopReason: event.stopReason ?? null,
      error: event.error ?? null,
      joined: event.joined ?? null,
      quiet: null,
      settledAt: event.at,
    }
  })

const edit = (turn: Turn, event: Of<'prompt.edited'>): Turn => {
  if (turn.state !== 'queued') return turn
  return { ...turn, prompt: { ...turn.prompt, content: event.content, edits: turn.prompt.edits + 1 } }
}

/** Something was heard of the turn: it is not quiet. */
const heard = (turn: Turn): Turn => (turn.quiet === null ? turn : { ...turn, quiet: null })

const openRequest = (turn: Turn, event: Of<'request.opened'>): Turn => {
  if (turn.requests.some((request) => request.id === event.request)) return turn
  const request = {
    id: event.request,
    kind: event.kind,
    title: event.title,
    outcome: null,
    by: null,
    rule: null,
  }
  return { ...turn, requests: [...turn.requests, request] }
}

const settleRequest = (turn: Turn, event: Of<'request.settled'>): Turn => {
  const waits = turn.requests.some((request) => request.id === event.request && request.outcome === null)
  if (!waits) return turn
  const { outcome, by, rule = null } = event
  return {
    ...turn,
    requests: turn.requests.map((request) =>
      request.id === event.request ? { ...request, outcome, by, rule } : request,
    ),
  }
}

const noted = (notices: readonly TurnNotice[], event: Of<'notice'>): TurnNotice[] => [
  ...notices.slice(1 - SESSION_LIMITS.noticesKept.value),
  { level: event.level, code: event.code, text: event.text, at: event.at },
]

const note = (state: SessionState, event: Of<'notice'>): SessionState =>
  event.turn === undefined
    ? { ...state, notices: noted(state.notices, event) }
    : changeTurn(state, event.turn, (turn) => ({ ...turn, notices: noted(turn.notices, event) }))

const use = (state: SessionState, event: Of<'usage'>): SessionState => ({
  ...changeTurn(state, event.turn, (turn) => ({ ...turn, usage: addUsage(turn.usage, event.usage) })),
  usage: addUsage(state.usage, event.usage),
})

const change = (state: SessionState, event: Of<'session.changed'>): SessionState => ({
  ...state,
  title: event.title ?? state.title,
  archived: event.archived ?? state.archived,
  agent: event.agent ?? state.agent,
})

const apply = (state: SessionState, event: EventBody): SessionState => {
  switch (event.type) {
    case 'text':
      return changeCurrent(state, event.turn, (turn) => appendText(heard(turn), event))
    case 'tool':
      return changeCurrent(state, event.turn, (turn) => updateTool(heard(turn), event))
    case 'raw':
      return changeCurrent(state, event.turn, (turn) => addRaw(heard(turn), event))
    case 'plan':
      return changeCurrent(state, event.turn, (turn) => ({ ...heard(turn), plan: event.entries }))
    case 'request.opened':
      return changeCurrent(state, event.turn, (turn) => openRequest(heard(turn), event))
    case 'request.settled':
      return changeTurn(state, event.turn, (turn) => settleRequest(turn, event))
    case 'usage':
      return use(state, event)
    case 'notice':
      return note(state, event)
    case 'prompt.admitted':
      return admit(state, event)
    case 'prompt.edited':
      return changeTurn(state, event.turn, (turn) => edit(turn, event))
    case 'queue.ordered':
      return orderQueue(state, event.turns)
    case 'turn.moved':
      return move(state, event)
    case 'turn.attached': {
      const { memory, digest } = event
      return changeCurrent(state, event.turn, (turn) => ({ ...turn, memory, digest: digest ?? null }))
    }
    case 'turn.stopping': {
      const { step, at, by } = event
      return changeCurrent(state, event.turn, (turn) => ({ ...turn, stopping: { step, at, by } }))
    }
    case 'turn.quiet': {
      const { since, status } = event
      return changeCurrent(state, event.turn, (turn) => ({ ...turn, quiet: { since, status } }))
    }
    case 'turn.settled':
      return settle(state, event)
    case 'turn.resolved':
      return changeTurn(state, event.turn, (turn) =>
        turn.state === 'unknown' ? { ...turn, resolved: event.choice } : turn,
      )
    case 'session.changed':
      return change(state, event)
    case 'session.created':
      return state
  }
}

/**
 * The state after one more event. Pure; null is the state before `session.created`, the first event of every log.
 * Text costs the same however long the transcript is; a new block costs a list of the turn's blocks, a settled
 * turn a list of the loaded turns.
 *
 * What a log should not hold changes nothing but `seq`: a move or an end that the turn table has no cell for, a
 * second turn that starts, and text, tools, plan, raw and new requests of a turn that is not the current one.
 * Usage, notices, an end of a request and a person's choice still count after a turn has settled. Events of turns
 * that are not loaded touch the session's sums alone.
 * @throws {SeqError} when the event is not the next one
 */
export const reduce = (state: SessionState | null, event: SessionEvent): SessionState => {
  const due = (state?.seq ?? 0) + 1
  if (event.seq !== due) throw new SeqError(due, event.seq)
  if (state === null && event.type !== 'session.created') {
    throw new SeqError(due, event.seq, `a log begins with session.created, not ${event.type}`)
  }
  const next =
    state === null && event.type === 'session.created' ? create(event) : apply(state as SessionState, event)
  const updatedAt = 'at' in event ? event.at : next.updatedAt
  return { ...next, seq: event.seq, updatedAt }
}

/** Reduces many events, in order. @throws {SeqError} */
export const replay = (state: SessionState | null, events: Iterable<SessionEvent>): SessionState | null => {
  let next = state
  for (const event of events) next = reduce(next, event)
  return next
}
