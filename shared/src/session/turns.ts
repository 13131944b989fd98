import type { EventBody } from './event.ts'
import { dropNumbered, findNumbered, putNumbered } from './sorted.ts'
import type { SessionState, Turn } from './state.ts'
import { isSettled, type TurnState } from './turn-state.ts'
import { NO_USAGE } from './usage.ts'

type Admitted = Extract<EventBody, { type: 'prompt.admitted' }>

/** A turn as it is admitted. */
export const newTurn = (event: Admitted): Turn => ({
  n: event.turn,
  prompt: {
    id: event.prompt,
    content: event.content,
    by: event.by,
    at: event.at,
    delivery: event.delivery ?? 'queue',
    undigested: event.undigested ?? false,
    edits: 0,
  },
  agent: event.agent,
  memory: null,
  digest: null,
  retryOf: event.retryOf ?? null,
  state: 'queued',
  stopReason: null,
  error: null,
  joined: null,
  stopping: null,
  quiet: null,
  resolved: null,
  blocks: [],
  open: [],
  plan: [],
  requests: [],
  notices: [],
  usage: NO_USAGE,
  startedAt: null,
  settledAt: null,
})

/** The turn numbered `n`, as far as it is loaded. */
export const findTurn = (state: SessionState, n: number): Turn | undefined =>
  state.current?.n === n ? state.current : (queuedTurn(state, n) ?? findNumbered(state.settled, n))

const queuedTurn = (state: SessionState, n: number): Turn | undefined =>
  state.queued.find((turn) => turn.n === n)

const homeOf = (state: TurnState): 'queued' | 'current' | 'settled' => {
  if (state === 'queued' || state === 'steering') return 'queued'
  return isSettled(state) ? 'settled' : 'current'
}

/** The queue with a turn in it: where it stood, in front if it was about to run, else at the end. */
const enqueued = ({ queued, current }: SessionState, turn: Turn): Turn[] => {
  if (queued.some((one) => one.n === turn.n)) return queued.map((one) => (one.n === turn.n ? turn : one))
  return current?.n === turn.n ? [turn, ...queued] : [...queued, turn]
}

/** Puts a turn where its state belongs, and takes it from where it was. */
export const placeTurn = (state: SessionState, turn: Turn): SessionState => {
  const home = homeOf(turn.state)
  const { current, queued, settled } = state
  const isQueued = queuedTurn(state, turn.n) !== undefined
  return {
    ...state,
    current: home === 'current' ? turn : current?.n === turn.n ? null : current,
    queued: home === 'queued' ? enqueued(state, turn) : isQueued ? dropNumbered(queued, turn.n) : queued,
    settled: home === 'settled' ? putNumbered(settled, turn) : settled,
  }
}

/** The queue in a new order: the turns of `order` first, then what is not named as it stood. */
export const orderQueue = (state: SessionState, order: readonly number[]): SessionState => {
  const named = order.flatMap((n) => queuedTurn(state, n) ?? [])
  const first = new Set(named)
  return { ...state, queued: [...first, ...state.queued.filter((turn) => !first.has(turn))] }
}

/** Changes a turn that is loaded, wherever it stands; nothing happens to one that isn't. */
export const changeTurn = (state: SessionState, n: number, change: (turn: Turn) => Turn): SessionState => {
  const turn = findTurn(state, n)
  if (!turn) return state
  const changed = change(turn)
  return changed === turn ? state : placeTurn(state, changed)
}

/** Changes the current turn, if it is the one numbered `n`. The hot path: copies two small objects. */
export const changeCurrent = (state: SessionState, n: number, change: (turn: Turn) => Turn): SessionState => {
  if (state.current?.n !== n) return state
  const current = change(state.current)
  return current === state.current ? state : { ...state, current }
}
