import type { QuietStatus, StopReason, StopStep, Turn, TurnState } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'

/** How much a line wants to be seen: `ask` waits for a person. */
export type Tone = 'quiet' | 'warning' | 'bad' | 'ask'

export interface TurnWords {
  readonly tone: Tone
  readonly text: string
}

const quiet = (text: string): TurnWords => ({ tone: 'quiet', text })
const warning = (text: string): TurnWords => ({ tone: 'warning', text })
const bad = (text: string): TurnWords => ({ tone: 'bad', text })

type Row = Readonly<Record<StopReason | 'none', TurnWords>>

const same = (words: TurnWords): Row => ({
  none: words,
  end_turn: words,
  max_tokens: words,
  max_turn_requests: words,
  refusal: words,
  cancelled: words,
})

/** Every state of a turn by every reason to stop, in words. */
export const TURN_WORDS: Readonly<Record<TurnState, Row>> = {
  queued: same(quiet('Queued')),
  steering: same(quiet('Goes into the turn that runs')),
  starting: same(quiet('Starting the agent')),
  running: same(quiet('Working')),
  waiting: same({ tone: 'ask', text: 'Waits for your answer' }),
  completed: {
    none: quiet('Done'),
    end_turn: quiet('Done'),
    max_tokens: warning('Ended early: the answer reached its longest length'),
    max_turn_requests: warning('Ended early: the agent may take no more steps in one turn'),
    refusal: warning('The agent refused to go on'),
    cancelled: quiet('Stopped'),
  },
  failed: {
    ...same(bad('Failed')),
    max_tokens: bad('Failed: the answer reached its longest length'),
    max_turn_requests: bad('Failed: the agent may take no more steps in one turn'),
    refusal: bad('Failed: the agent refused to go on'),
  },
  cancelled: same(quiet('Stopped')),
  unknown: same({ tone: 'ask', text: 'It can’t be known how this ended' }),
}

/** What is told below the line of an `unknown` turn. */
export const UNKNOWN_EXPLAINED =
  'The agent may have done all of this, some of it, or nothing. Nothing is repeated by itself. Look at what changed, then choose.'

/** How a turn stands, and what went wrong in the agent's or host's words, if anything. */
export const turnWords = (
  turn: Pick<Turn, 'state' | 'stopReason' | 'error'>,
): TurnWords & { readonly detail: string | null; readonly code: string | null } => {
  const words = TURN_WORDS[turn.state][turn.stopReason ?? 'none']
  const { error } = turn
  if (error === null) return { ...words, detail: null, code: null }
  const message = visible(error.message, { lines: true }).trim()
  return { ...words, detail: message === '' ? null : message, code: visible(error.code) }
}

const STOPPING: Readonly<Record<StopStep, string>> = {
  asked: 'Stopping: the agent was asked to',
  interrupted: 'Stopping: the agent was asked again',
  killed: 'Stopping: the agent’s process is being ended',
}

/** What a turn that goes on does now. */
export const activityWords = (turn: Pick<Turn, 'state' | 'stopReason' | 'error' | 'stopping'>): string =>
  turn.stopping === null ? turnWords(turn).text : STOPPING[turn.stopping.step]

const STATUS: Readonly<Record<QuietStatus, string>> = {
  busy: 'It says that it is still at work.',
  idle: 'It says that it has nothing to do: this turn may be lost. You can stop it.',
  silent: 'It does not answer either. You can stop the turn.',
  unknown: 'It may still be at work; you can stop the turn.',
}

/** What is told of an agent that is not heard of. `time`: how long, in words. */
export const quietWords = (status: QuietStatus, agent: string, time: string): string =>
  `No news from ${agent} for ${time}. ${STATUS[status]}`

/** What a person chose for an `unknown` turn. */
export const RESOLVED_WORDS: Readonly<Record<'retry' | 'abandon', string>> = {
  retry: 'Sent again as a new turn',
  abandon: 'Abandoned; left as it is',
}
