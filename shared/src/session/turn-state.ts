import * as v from 'valibot'

/** States of a turn. The last four are final. */
export const TurnState = v.picklist([
  'queued',
  'starting',
  'running',
  'waiting',
  'completed',
  'failed',
  'cancelled',
  'unknown',
])
export type TurnState = v.InferOutput<typeof TurnState>

/** How a turn ended. `unknown`: it can't be known what the agent did with it; a person chooses retry or abandon. */
export const TurnOutcome = v.picklist(['completed', 'failed', 'cancelled', 'unknown'])
export type TurnOutcome = v.InferOutput<typeof TurnOutcome>

/** ACP's stop reasons. */
export const StopReason = v.picklist(['end_turn', 'max_tokens', 'max_turn_requests', 'refusal', 'cancelled'])
export type StopReason = v.InferOutput<typeof StopReason>

/** Has a turn in this state ended? */
export const isSettled = (state: TurnState): state is TurnOutcome =>
  state === 'completed' || state === 'failed' || state === 'cancelled' || state === 'unknown'
