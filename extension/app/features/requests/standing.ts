import type { RequestView } from '@hearth/shared/link'
import type { RequestOutcome } from '@hearth/shared/session'
import { visible } from '@hearth/shared/session'
import { type RequestEnd, requestOutcomeWords } from './outcome-words.ts'
import { elsewhere, notApplied, STANDING, sendingAnswer, slow, slowReceived, unsure } from './words.ts'

/** How a request stands, for its card: a mark, a line and, where there is more to say, a second one. */
export interface Standing {
  readonly mark: 'wait' | 'busy' | 'ok' | 'elsewhere' | 'late' | 'gone' | 'failed'
  readonly line: string
  readonly more: string | null
  /** What the error was called, for whoever wants to look it up. */
  readonly code: string | null
}

/** Failures after which this device can't know whether its decision was applied. */
const UNSURE: ReadonlySet<string> = new Set(['link.lost', 'link.timeout'])

const WORD: Readonly<Record<RequestOutcome, string>> = {
  allowed: 'Allowed',
  denied: 'Denied',
  answered: 'Answered',
  withdrawn: 'Withdrawn',
  unknown: 'Decided, perhaps unheard',
}

const kindOf = ({ content }: RequestView): RequestEnd['kind'] =>
  content.kind === 'unreadable' ? 'permission' : content.kind

/** @param late it has been under way for long; @param at when it ended, device clock (ms), where that was seen */
export const standingOf = (view: RequestView, late: boolean, at: number | null): Standing => {
  const base = { line: STANDING[view.state], more: null, code: null }
  switch (view.state) {
    case 'pending':
      return { ...base, mark: 'wait' }
    case 'sending':
      return {
        ...base,
        mark: 'busy',
        line: kindOf(view) === 'permission' ? base.line : sendingAnswer,
        more: late ? slow : null,
      }
    case 'received':
      return { ...base, mark: 'busy', more: late ? slowReceived : null }
    case 'applied': {
      if (view.outcome === null) return { ...base, mark: 'ok' }
      const line = requestOutcomeWords({ kind: kindOf(view), outcome: view.outcome, by: 'you', at })
      return { ...base, mark: 'ok', line }
    }
    case 'answered-elsewhere': {
      if (view.outcome === null) return { ...base, mark: 'elsewhere' }
      return { ...base, mark: 'elsewhere', line: elsewhere(WORD[view.outcome], view.by?.name ?? null) }
    }
    case 'expired':
      return { ...base, mark: 'late' }
    case 'superseded':
      return { ...base, mark: 'gone' }
    case 'failed': {
      const { error } = view
      if (error === null) return { ...base, mark: 'failed', more: notApplied }
      const fate = UNSURE.has(error.code) ? unsure : notApplied
      return { mark: 'failed', line: `${visible(error.message)}.`, more: fate, code: error.code }
    }
  }
}
