import { HearthError } from '@hearth/shared/protocol'
import type { Answers, Question } from '@hearth/shared/session'

const fits = (question: Question, answer: readonly string[]): boolean => {
  if (answer.length === 0 || (answer.length > 1 && !question.multiple)) return false
  if (new Set(answer).size !== answer.length) return false
  const labels = new Set(question.options.map(({ label }) => label))
  return answer.every((text) => labels.has(text) || (question.custom && text.trim() !== ''))
}

/** One answer per question, each of the offered labels or, where allowed, words. @throws {HearthError} `request.answers` */
export const checkAnswers = (questions: readonly Question[], answers: Answers): void => {
  const whole = answers.length === questions.length
  if (!whole || !questions.every((question, index) => fits(question, answers[index] ?? []))) {
    throw new HearthError('request.answers')
  }
}
