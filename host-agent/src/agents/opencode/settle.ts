import type { Settlement } from '../driver.ts'
import type { Answer, Failure } from './wire.ts'

/**
 * When a turn has ended. opencode tells "idle" per session, not per prompt, and tells it twice after an abort; so
 * only an idle after an answer to our own prompt counts (docs/agents/opencode.md, how a turn ends).
 *
 * sent       our prompt is on its way
 * seen       opencode has stored it
 * broken     it failed before there was an answer (such as an unknown model)
 * answering  an answer to it is open
 * answered   the last answer has ended; another may follow in the same run
 * closing    opencode is idle but the last answer has not ended: after an abort its end comes late
 * lingering  it would be settled, but for a steering prompt of which nobody knows yet what became of it: opencode
 *            may begin to answer it, and 'late' says that it never will
 */
export type Phase =
  | 'sent'
  | 'seen'
  | 'broken'
  | 'answering'
  | 'answered'
  | 'closing'
  | 'lingering'
  | 'settled'
export type Sign = 'prompt' | 'open' | 'ended' | 'error' | 'idle' | 'late'

export const PHASES: Record<Phase, Record<Sign, Phase>> = {
  sent: { prompt: 'seen', open: 'answering', ended: 'answered', error: 'sent', idle: 'sent', late: 'sent' },
  seen: { prompt: 'seen', open: 'answering', ended: 'answered', error: 'broken', idle: 'seen', late: 'seen' },
  broken: {
    prompt: 'broken',
    open: 'answering',
    ended: 'answered',
    error: 'broken',
    idle: 'settled',
    late: 'broken',
  },
  answering: {
    prompt: 'answering',
    open: 'answering',
    ended: 'answered',
    error: 'answering',
    idle: 'closing',
    late: 'answering',
  },
  answered: {
    prompt: 'answered',
    open: 'answering',
    ended: 'answered',
    error: 'answered',
    idle: 'settled',
    late: 'answered',
  },
  closing: {
    prompt: 'closing',
    open: 'answering',
    ended: 'settled',
    error: 'closing',
    idle: 'closing',
    late: 'settled',
  },
  lingering: {
    prompt: 'lingering',
    open: 'answering',
    ended: 'answered',
    error: 'lingering',
    idle: 'lingering',
    late: 'settled',
  },
  settled: {
    prompt: 'settled',
    open: 'settled',
    ended: 'settled',
    error: 'settled',
    idle: 'settled',
    late: 'settled',
  },
}

/** How a turn ended, from the last answer and the last error of its session. */
export function settlement(facts: {
  answer: Answer | null
  error: Failure | null
  /** Whether we asked for the end. */
  cancelled: boolean
}): Settlement {
  const failure = facts.answer === null ? facts.error : (facts.answer.error ?? null)
  if (failure !== null) return failed(failure)
  const finish = facts.answer?.finish
  if (facts.cancelled && (finish === undefined || facts.answer?.time.completed === undefined)) {
    return { outcome: 'cancelled' }
  }
  if (facts.answer === null || facts.answer.time.completed === undefined) {
    const message = 'opencode ended the turn without an answer.'
    return { outcome: 'failed', error: { code: 'agent.failed', message } }
  }
  if (finish === 'length') return { outcome: 'completed', stopReason: 'max_tokens' }
  if (finish === 'content-filter') return { outcome: 'completed', stopReason: 'refusal' }
  return { outcome: 'completed', stopReason: 'end_turn' }
}

function failed(failure: Failure): Settlement {
  const message = failure.data?.message ?? failure.name
  if (failure.name === 'MessageAbortedError') return { outcome: 'cancelled' }
  if (failure.name === 'MessageOutputLengthError') return { outcome: 'completed', stopReason: 'max_tokens' }
  const noModel = /ModelNotFound|model not found|no (?:default )?model|provider not found/i.test(
    `${failure.name} ${message}`,
  )
  return { outcome: 'failed', error: { code: noModel ? 'agent.no_model' : 'agent.failed', message } }
}
