import { REQUEST_CARD_LIMITS } from './limits.ts'
import type { AnswerDraft } from './question-draft.ts'

/** A half-filled question card. */
export interface CardDraft {
  readonly step: number
  readonly answers: readonly AnswerDraft[]
}

const drafts = new Map<string, CardDraft>()

const keyOf = (host: string, request: string): string => `${host}:${request}`

/** Half-filled question cards of this page, by host and request: kept while they wait, in memory only. */
export const questionMemory = {
  read: (host: string, request: string): CardDraft | null => drafts.get(keyOf(host, request)) ?? null,
  write(host: string, request: string, draft: CardDraft): void {
    const key = keyOf(host, request)
    drafts.delete(key)
    drafts.set(key, draft)
    const oldest = drafts.keys().next()
    if (drafts.size > REQUEST_CARD_LIMITS.draftsKept.value && !oldest.done) drafts.delete(oldest.value)
  },
  forget: (host: string, request: string): void => void drafts.delete(keyOf(host, request)),
} as const
