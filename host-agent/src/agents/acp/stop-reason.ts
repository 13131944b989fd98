import { StopReason } from '@hearth/shared/session'
import type { Settlement } from '../driver.ts'
import { REFUSAL_LENGTH } from '../limits.ts'
import type { RawAnswer } from './tap.ts'
import { Failure, PromptAnswer, read } from './wire.ts'

/** How a turn came to its end, as we saw it. */
export type Terminal =
  | 'end_turn'
  | 'max_tokens'
  | 'max_turn_requests'
  | 'refusal'
  | 'cancelled'
  /** A stop reason that this version has no word for, or none. */
  | 'other'
  | 'error'
  | 'sign_in'
  /** The agent's process ended. */
  | 'gone'

type Row = Record<'free' | 'stopped', 'completed' | 'cancelled' | 'failed'>

/**
 * What each end means, by whether we had asked for it. An agent that was asked to stop and then says anything but
 * that it used up its bounds has stopped: some call it the end of the turn, some an error (docs/agents, stop).
 */
export const ENDS: Record<Terminal, Row> = {
  end_turn: { free: 'completed', stopped: 'cancelled' },
  max_tokens: { free: 'completed', stopped: 'completed' },
  max_turn_requests: { free: 'completed', stopped: 'completed' },
  refusal: { free: 'completed', stopped: 'completed' },
  cancelled: { free: 'cancelled', stopped: 'cancelled' },
  other: { free: 'failed', stopped: 'cancelled' },
  error: { free: 'failed', stopped: 'cancelled' },
  sign_in: { free: 'failed', stopped: 'cancelled' },
  gone: { free: 'failed', stopped: 'cancelled' },
}

/** ACP's code for an agent whose person has to sign in. */
const AUTH_REQUIRED = -32000

export type End = { terminal: Terminal; message: string }

/** The end that the agent's answer to a prompt tells. */
export function endOf(answer: RawAnswer, signIn: string | null): End {
  if (answer.error !== undefined) return endOfError(answer.error, signIn)
  const reason = read(PromptAnswer, answer.result)?.stopReason
  const known = read(StopReason, reason)
  if (known !== null) return { terminal: known, message: '' }
  const said = reason === undefined ? 'no reason' : `“${clip(reason)}”`
  return {
    terminal: 'other',
    message: `The agent ended the turn with ${said}, which this version does not know.`,
  }
}

/** How the turn ends by it. */
export function settlementOf({ terminal, message }: End, isStopped: boolean): Settlement {
  const outcome = ENDS[terminal][isStopped ? 'stopped' : 'free']
  if (outcome === 'cancelled') return { outcome }
  if (outcome === 'completed') {
    const stopReason = read(StopReason, terminal)
    if (stopReason !== null) return { outcome, stopReason }
  }
  const code = CODES[terminal] ?? 'agent.failed'
  return { outcome: 'failed', error: { code, message } }
}

const CODES: Partial<Record<Terminal, string>> = { sign_in: 'agent.sign_in', gone: 'agent.exited' }

function endOfError(error: unknown, signIn: string | null): End {
  const failure = read(Failure, error) ?? { code: 0, message: '' }
  if (failure.code === AUTH_REQUIRED)
    return { terminal: 'sign_in', message: signInWords(failure.message, signIn) }
  return { terminal: 'error', message: refusalWords(failure) }
}

/** What a person has to do who is not signed in. */
export function signInWords(message: string, signIn: string | null): string {
  const how = signIn === null ? 'Sign in with its own program on the host.' : `On the host: ${signIn}`
  return `The agent wants you to sign in (${clip(message)}). ${how}`
}

/** An agent's words of refusal, clipped. Details say more than the message where the agent gives them. */
export function refusalWords({
  code,
  message,
  data,
}: {
  code: number
  message: string
  data?: unknown
}): string {
  const details = typeof data === 'string' ? data : detailsOf(data)
  const words = details === '' || details === message ? message : `${message}: ${details}`
  return words === '' ? `The agent reported error ${code}.` : clip(words)
}

function detailsOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return ''
  const values = [Reflect.get(data, 'details'), Reflect.get(data, 'message')]
  return values.find((value) => typeof value === 'string') ?? ''
}

const clip = (words: string): string =>
  words.length <= REFUSAL_LENGTH ? words : `${words.slice(0, REFUSAL_LENGTH)}…`

/** Does this error say that the agent's person has to sign in? */
export const isSignIn = (code: number): boolean => code === AUTH_REQUIRED
