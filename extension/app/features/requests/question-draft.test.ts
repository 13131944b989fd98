import { SESSION_LIMITS } from '@hearth/shared/session'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aQuestion, HOST } from '../../testing/build.ts'
import { REQUEST_CARD_LIMITS } from './limits.ts'
import { type AnswerDraft, answerOf, answersOf, EMPTY_ANSWER, withOption, withOwn } from './question-draft.ts'
import { questionMemory } from './question-memory.ts'

const labels = ['a', 'b', 'c']
const options = labels.map((label) => ({ label, description: '' }))

describe('drafts of answers', () => {
  it('make only answers that the host takes: one at least, none twice, one alone where one may be', () => {
    const step = fc.oneof(
      fc.record({ option: fc.constantFrom(...labels) }),
      fc.record({ own: fc.constantFrom('', ' ', 'a', 'own words', ' own words ') }),
    )
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.array(step), (multiple, custom, steps) => {
        const question = aQuestion({ options, multiple, custom })
        const draft = steps.reduce<AnswerDraft>(
          (now, one) =>
            'option' in one ? withOption(now, question, one.option) : withOwn(now, question, one.own),
          EMPTY_ANSWER,
        )
        const answer = answerOf(question, draft)
        expect(new Set(answer).size).toBe(answer.length)
        if (!multiple) expect(answer.length).toBeLessThanOrEqual(1)
        for (const text of answer) {
          expect(labels.includes(text) || (custom && text.trim() === text && text !== '')).toBe(true)
        }
        expect(answersOf([question], [draft])).toEqual(answer.length === 0 ? null : [answer])
      }),
    )
  })

  it('never has more answers than a message takes', () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ label: `${n}`, description: '' }))
    const question = aQuestion({ options: many, multiple: true })
    const draft = { chosen: many.map(({ label }) => label), own: '', usesOwn: false }
    expect(answerOf(question, draft)).toHaveLength(SESSION_LIMITS.answersPerQuestion.value)
  })

  it('are kept for so many cards', () => {
    const max = REQUEST_CARD_LIMITS.draftsKept.value
    for (let n = 0; n <= max; n++) questionMemory.write(HOST, `${n}`, { step: 0, answers: [] })
    expect(questionMemory.read(HOST, '0')).toBeNull()
    expect(questionMemory.read(HOST, `${max}`)).not.toBeNull()
    for (let n = 0; n <= max; n++) questionMemory.forget(HOST, `${n}`)
  })
})
