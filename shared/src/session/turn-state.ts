import * as v from 'valibot'

/** States of a turn. `steering`: given to the agent while another turn runs, to be taken into that. The last four are final. */
export const TurnState = v.picklist([
  'queued',
  'steering',
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

/** How a prompt is to reach the agent: after what waits, or as soon as the running turn can take it. */
export const Delivery = v.picklist(['queue', 'steer'])
export type Delivery = v.InferOutput<typeof Delivery>

/**
 * What an agent remembers of a session when it takes a prompt. `warm`: it runs and holds the conversation; `resumed`:
 * taken up again from its own memory; `replayed`: its memory was gone, and it is told what happened; `new`: it had
 * not worked in this session before.
 */
export const Memory = v.picklist(['warm', 'resumed', 'replayed', 'new'])
export type Memory = v.InferOutput<typeof Memory>

/** How hard a turn is being stopped: the agent was asked, asked again, or its process was ended. */
export const StopStep = v.picklist(['asked', 'interrupted', 'killed'])
export type StopStep = v.InferOutput<typeof StopStep>

/** What a quiet agent said of itself: at work, idle, or nothing at all (`silent`). `unknown`: it can't be asked. */
export const QuietStatus = v.picklist(['busy', 'idle', 'silent', 'unknown'])
export type QuietStatus = v.InferOutput<typeof QuietStatus>

/** Has a turn in this state ended? */
export const isSettled = (state: TurnState): state is TurnOutcome =>
  state === 'completed' || state === 'failed' || state === 'cancelled' || state === 'unknown'
