import type { EventBody } from './event.ts'
import type { TurnOutcome, TurnState } from './turn-state.ts'

/**
 * What can happen to a turn.
 * - `steer`: it is given to the agent while another turn runs; `join`: the agent took it into that turn
 * - `start`: the engine takes it from the queue and is about to send it to the agent
 * - `accept`: the agent has it
 * - `wait`: the agent waits for a person; `resume`: it no longer does
 * - `requeue`: it is certain that the agent never got it, so it may start again
 * - `complete`, `fail`, `cancel`, `lose`: it settles; `lose` when it can't be known what the agent did with it
 */
export type TurnEvent =
  | 'steer'
  | 'join'
  | 'start'
  | 'accept'
  | 'wait'
  | 'resume'
  | 'requeue'
  | 'complete'
  | 'fail'
  | 'cancel'
  | 'lose'

const over: Record<TurnEvent, null> = {
  steer: null,
  join: null,
  start: null,
  accept: null,
  wait: null,
  resume: null,
  requeue: null,
  complete: null,
  fail: null,
  cancel: null,
  lose: null,
}

/**
 * The life of a turn: state × event, no case missing. Null means that it can't happen there.
 * A queued turn is never lost (nothing was sent), a steering one ends well only inside another, and one that runs is never queued again (it may have acted);
 * a turn that is over stays as it is.
 */
export const TURN_TABLE: Readonly<Record<TurnState, Readonly<Record<TurnEvent, TurnState | null>>>> = {
  queued: {
    steer: 'steering',
    join: null,
    start: 'starting',
    accept: null,
    wait: null,
    resume: null,
    requeue: null,
    complete: null,
    fail: 'failed',
    cancel: 'cancelled',
    lose: null,
  },
  steering: {
    steer: null,
    join: 'completed',
    start: null,
    accept: null,
    wait: null,
    resume: null,
    requeue: 'queued',
    complete: null,
    fail: 'failed',
    cancel: 'cancelled',
    lose: 'unknown',
  },
  starting: {
    steer: null,
    join: null,
    start: null,
    accept: 'running',
    wait: null,
    resume: null,
    requeue: 'queued',
    complete: 'completed',
    fail: 'failed',
    cancel: 'cancelled',
    lose: 'unknown',
  },
  running: {
    steer: null,
    join: null,
    start: null,
    accept: null,
    wait: 'waiting',
    resume: null,
    requeue: null,
    complete: 'completed',
    fail: 'failed',
    cancel: 'cancelled',
    lose: 'unknown',
  },
  waiting: {
    steer: null,
    join: null,
    start: null,
    accept: null,
    wait: null,
    resume: 'running',
    requeue: null,
    complete: 'completed',
    fail: 'failed',
    cancel: 'cancelled',
    lose: 'unknown',
  },
  completed: over,
  failed: over,
  cancelled: over,
  unknown: over,
}

/** The state after an event, or null where the event can't happen. */
export const nextTurnState = (state: TurnState, event: TurnEvent): TurnState | null =>
  TURN_TABLE[state][event]

const SETTLING: Readonly<Record<TurnOutcome, TurnEvent>> = {
  completed: 'complete',
  failed: 'fail',
  cancelled: 'cancel',
  unknown: 'lose',
}

/** The event that a log's `turn.settled` stands for. */
export const settlingEvent = (how: { outcome: TurnOutcome; joined?: unknown }): TurnEvent =>
  how.joined !== undefined && how.outcome === 'completed' ? 'join' : SETTLING[how.outcome]

/** The event that a log's `turn.moved` stands for. */
export const movingEvent = (
  from: TurnState,
  to: Extract<EventBody, { type: 'turn.moved' }>['to'],
): TurnEvent => {
  if (to === 'queued') return 'requeue'
  if (to === 'steering') return 'steer'
  if (to === 'starting') return 'start'
  if (to === 'waiting') return 'wait'
  return from === 'waiting' ? 'resume' : 'accept'
}
