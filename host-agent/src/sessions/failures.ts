import { HearthError } from '@hearth/shared/protocol'
import type { EventError } from '@hearth/shared/session'
import { AgentError } from '../agents/driver.ts'
import type { Ending } from './changes.ts'

/** Codes after which the agent session must be opened anew. */
const LOST_SESSION = new Set([
  'agent.exited',
  'agent.unresponsive',
  'agent.start_failed',
  'agent.session_missing',
])

/** Codes of an agent that may be back later. */
const UNAVAILABLE = new Set([
  'agent.not_found',
  'agent.unsupported_version',
  'agent.start_failed',
  'agent.exited',
  'agent.unresponsive',
  'agent.too_many',
])

/** Is it an agent that may be back later? */
export const isUnavailable = (error: unknown): boolean =>
  (error instanceof AgentError || error instanceof HearthError) && UNAVAILABLE.has(error.code)

/** Do as many agents work as may? */
export const isCrowded = (error: unknown): boolean =>
  error instanceof HearthError && error.code === 'agent.too_many'

/** Is the agent session of no use after this? */
export const losesSession = (ending: Ending): boolean =>
  ending.error !== undefined && LOST_SESSION.has(ending.error.code)

/** Has the agent lost its memory of the session? */
export const isForgotten = (error: unknown): boolean =>
  error instanceof AgentError && error.code === 'agent.session_missing'

/** Has the agent's process ended before it got the prompt? */
export const isGone = (error: unknown): boolean =>
  error instanceof AgentError && error.code === 'agent.exited'

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A failure as a transcript shows it. */
export const eventError = (error: unknown): EventError => ({
  code: error instanceof AgentError || error instanceof HearthError ? error.code : 'host.internal',
  message: wordsOf(error),
})

/** How a turn ends of which it can't be known what became of it. */
export const unknownEnding = (why: string): Ending => ({
  outcome: 'unknown',
  error: { code: 'host.turn_unknown', message: why.trim() },
})

/** How a turn ends whose agent's process is gone, where its driver says nothing. */
export const goneEnding = (hadIt: boolean): Ending => {
  const message = 'The agent’s process ended during this turn.'
  return hadIt ? { outcome: 'failed', error: { code: 'agent.exited', message } } : unknownEnding(message)
}
