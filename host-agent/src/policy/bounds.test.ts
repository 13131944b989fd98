import { describe, expect, it } from 'vitest'
import { MAX_SPOKEN, MAX_TOUCH_WORDS, MAX_WORD_PLACES } from './limits.ts'
import { commandOf, commandWhat, draftOf, GROUND } from './testing.ts'
import { judge } from './verdict.ts'

const denies = { ...draftOf('deny', commandWhat('git push')), id: '1' }
const keeps = { ...draftOf('deny', { type: 'edit', paths: ['kept/**'] }), id: '2' }
const allows = ['cat ***', 'env ***', 'true'].map((text, index) => ({
  ...draftOf('allow', commandWhat(text)),
  id: `${index + 3}`,
}))
const say = (command: string) => judge([denies, keeps, ...allows], commandOf(command), GROUND, 0).effect
const many = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ')

describe('what is too much to look through is asked about, never let pass', () => {
  it.each([
    ['commands', `${'true; '.repeat(MAX_SPOKEN + 1)}git push`],
    ['words of a wrapper', `env ${many(MAX_TOUCH_WORDS, (n) => `a${n}`)} git push`],
    ['paths', `cat ${many(MAX_WORD_PLACES + 1, (n) => `a${n}`)} kept/x`],
  ])('%s', (_, command) => expect(say(command)).toBe('ask'))

  it('but within the bounds it is found', () => {
    expect(say(`${'true; '.repeat(MAX_SPOKEN - 2)}git push`)).toBe('deny')
    expect(say(`env ${many(MAX_TOUCH_WORDS - 2, (n) => `a${n}`)} git push`)).toBe('deny')
    expect(say(`cat ${many(20, (n) => `a${n}`)}`)).toBe('allow')
  })
})
