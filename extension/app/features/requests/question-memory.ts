import { createCardMemory } from './card-memory.ts'
import type { AnswerDraft } from './question-draft.ts'

/** A half-filled question card. */
export interface CardDraft {
  readonly step: number
  readonly answers: readonly AnswerDraft[]
}

/** Half-filled question cards of this page. */
export const questionMemory = createCardMemory<CardDraft>()
