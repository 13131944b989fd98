import { REQUEST_CARD_LIMITS } from './limits.ts'
import type { AnswerDraft } from './question-draft.ts'

/** A half-filled question card. */
export interface CardDraft {
  readonly step: number
  readonly answers: readonly AnswerDraft[]
}

const drafts = new Map<string, CardDraft>()

/** Half-filled question cards of this page, by request id: kept while they wait, in memory only. */
export const questionMemory = {
  read: (request: string): CardDraft | null => drafts.get(request) ?? null,
  write(request: string, draft: CardDraft): void {
    drafts.delete(request)
    drafts.set(request, draft)
    const oldest = drafts.keys().next()
    if (drafts.size > REQUEST_CARD_LIMITS.draftsKept.value && !oldest.done) drafts.delete(oldest.value)
  },
  forget: (request: string): void => void drafts.delete(request),
} as const
