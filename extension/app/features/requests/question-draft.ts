import { type Answers, type Question, SESSION_LIMITS } from '@hearth/shared/session'

/** What is chosen and written for one question, and not yet sent. */
export interface AnswerDraft {
  readonly chosen: readonly string[]
  /** The person's own words; they count only while `usesOwn`. */
  readonly own: string
  readonly usesOwn: boolean
}

export const EMPTY_ANSWER: AnswerDraft = { chosen: [], own: '', usesOwn: false }

/** An option was pressed: it replaces what was chosen, or joins it where several may be. */
export const withOption = (draft: AnswerDraft, { multiple }: Question, label: string): AnswerDraft => {
  if (!multiple) return { ...draft, chosen: [label], usesOwn: false }
  const rest = draft.chosen.filter((one) => one !== label)
  return { ...draft, chosen: rest.length < draft.chosen.length ? rest : [...draft.chosen, label] }
}

/** Own words were written: they replace a single choice; emptied, they count no more. */
export const withOwn = (draft: AnswerDraft, { multiple }: Question, own: string): AnswerDraft => {
  const usesOwn = own.trim() !== ''
  return { own, usesOwn, chosen: multiple || !usesOwn ? draft.chosen : [] }
}

/** The answer to one question as the host takes it: labels, then own words; empty while there is none. */
export const answerOf = (question: Question, draft: AnswerDraft): string[] => {
  // In the order of the options, whatever the order of the presses.
  const chosen = question.options.map(({ label }) => label).filter((label) => draft.chosen.includes(label))
  const own = question.custom && draft.usesOwn ? [draft.own.trim()] : []
  return [...new Set([...chosen, ...own])].slice(0, SESSION_LIMITS.answersPerQuestion.value)
}

/** All answers, or null while a question has none. */
export const answersOf = (questions: readonly Question[], drafts: readonly AnswerDraft[]): Answers | null => {
  const answers = questions.map((question, at) => answerOf(question, drafts[at] ?? EMPTY_ANSWER))
  return answers.every((answer) => answer.length > 0) ? answers : null
}
