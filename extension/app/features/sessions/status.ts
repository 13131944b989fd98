import type { RequestView } from '@hearth/shared/link'
import { isFinished } from '@hearth/shared/link'
import type { Agent, SessionSummary } from '@hearth/shared/protocol'
import type { TurnState } from '@hearth/shared/session'
import type { Sight } from './sight.ts'
import { line, status as words } from './words.ts'

/**
 * What a session's state asks of the eye.
 * - `needs`: it waits for a person's answer
 * - `choice`: a turn ended and a person has to say how to go on
 * - `failed`, `active`, `queued`
 * - `done`: it ended well; `idle`: nothing goes on
 * - `away`: it was going on when the host was last heard
 */
export type Tone = 'needs' | 'choice' | 'failed' | 'active' | 'queued' | 'done' | 'idle' | 'away'

export interface SessionStatus {
  readonly tone: Tone
  readonly words: string
}

/** What a status is made of. */
export interface StatusParts {
  readonly summary: Pick<SessionSummary, 'state' | 'queued' | 'waiting'>
  /** The session's own requests, in any state. */
  readonly requests: readonly Pick<RequestView, 'content' | 'state'>[]
  /** The session's agent; null when the host does not list it. */
  readonly agent: Pick<Agent, 'label' | 'state' | 'running'> | null
  readonly sight: Sight
  /** Prompts of this device that the host has not admitted. */
  readonly unsent: number
  /** Device clock, ms. */
  readonly now: number
}

/** A state by itself: whether it goes on, and what it says here and when the host is away. */
const STATES: Readonly<Record<TurnState, { tone: Tone; words: string; past: string | null }>> = {
  queued: { tone: 'queued', words: words.next, past: words.next },
  steering: { tone: 'active', words: words.working, past: words.wasWorking },
  starting: { tone: 'active', words: words.starting, past: words.wasStarting },
  running: { tone: 'active', words: words.working, past: words.wasWorking },
  waiting: { tone: 'needs', words: words.answer, past: words.answer },
  completed: { tone: 'done', words: words.done, past: null },
  failed: { tone: 'failed', words: words.failed, past: null },
  cancelled: { tone: 'idle', words: words.stopped, past: null },
  unknown: { tone: 'choice', words: words.unknown, past: null },
}

const FRESH = { tone: 'idle', words: words.fresh, past: null } as const

/** What the session waits for, or null. The summary may be a moment ahead of the requests, and the other way round. */
const need = ({ summary, requests }: StatusParts): string | null => {
  const open = requests.filter(({ state }) => !isFinished(state))
  const questions = open.filter(({ content }) => content.kind === 'question').length
  const permissions = open.length - questions
  if (questions > 0 && permissions > 0) return words.answers(open.length)
  if (permissions > 0) return permissions === 1 ? words.approval : words.approvals(permissions)
  if (questions > 0) return questions === 1 ? words.question : words.questions(questions)
  const told = requests.length === 0 && (summary.waiting > 0 || summary.state === 'waiting')
  return told ? words.answer : null
}

/** Why a turn that should start does not, or who is starting; null when the agent is well. */
const agentWords = (agent: StatusParts['agent']): string | null => {
  switch (agent?.state) {
    case 'missing':
      return words.agentMissing(agent.label)
    case 'error':
      return words.agentFailed(agent.label)
    case 'loading':
      return words.startingAgent(agent.label)
    case 'disabled':
      return words.agentDisabled(agent.label)
    case 'ready':
      return agent.running === 0 ? words.startingAgent(agent.label) : null
    default:
      return null
  }
}

/** One line about a session that means something, and its tone. Total: every state, seen or stale, has words. */
export const sessionStatus = (parts: StatusParts): SessionStatus => {
  const { summary, agent, sight, now } = parts
  const state = summary.state === null ? FRESH : STATES[summary.state]
  const needed = need(parts)
  const queued = summary.queued > 0 ? words.queued(summary.queued) : null
  const unsent = parts.unsent > 0 ? words.unsent(parts.unsent) : null
  if (!sight.here) {
    const asOf = words.asOf(sight, now)
    if (needed !== null) return { tone: 'needs', words: line(needed, asOf) }
    if (state.past !== null) return { tone: 'away', words: line(unsent, state.past, asOf) }
    // What has ended stays ended; only what may have gone on is dated.
    if (queued === null && unsent === null) return { tone: state.tone, words: state.words }
    return { tone: 'away', words: line(unsent, state.words, queued, asOf) }
  }
  if (needed !== null) return { tone: 'needs', words: line(needed, queued) }
  // Answered a moment ago: the session goes on, and the host has not said so yet.
  if (state.tone === 'needs') return { tone: 'active', words: line(words.working, queued) }
  if (summary.state === 'starting' || summary.state === 'queued') {
    const trouble = agent !== null && agent.state !== 'ready' && agent.state !== 'loading'
    const said = agentWords(agent) ?? state.words
    return { tone: trouble ? 'failed' : state.tone, words: line(said, queued, unsent) }
  }
  const waits = state.past === null && (queued !== null || unsent !== null)
  if (waits && state.tone !== 'choice') return { tone: 'queued', words: line(unsent, queued) }
  return { tone: state.tone, words: line(state.words, queued, unsent) }
}
