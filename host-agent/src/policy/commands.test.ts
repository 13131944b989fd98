import { describe, expect, it } from 'vitest'
import { COMMAND_TABLES } from './commands.testdata.ts'
import { commandOf, commandWhat, draftOf, GROUND } from './testing.ts'
import { judge } from './verdict.ts'

describe.each(COMMAND_TABLES)('$about', ({ allow = [], ask = [], deny = [], expect: expected }) => {
  const rules = Object.entries({ allow, ask, deny }).flatMap(([effect, texts]) =>
    texts.map((text, index) => ({
      ...draftOf(effect as 'allow' | 'ask' | 'deny', commandWhat(text)),
      id: `${effect}-${index}`,
    })),
  )
  const rows = Object.entries(expected).flatMap(([effect, commands]) =>
    commands.map((command) => ({ effect, command })),
  )
  it.each(rows)('$effect: $command', ({ effect, command }) => {
    expect(judge(rules, commandOf(command), GROUND, 0).effect).toBe(effect)
  })
})

it.each(['a && b', 'a; b', 'a\nb', 'a | b', 'a $(b)', 'a > b', 'a &'])(
  'a rule that allows one command asks for another hung on it (A39): %j',
  (command) => {
    const rules = [{ ...draftOf('allow', commandWhat('a ***')), id: '1' }]
    expect(judge(rules, commandOf('a'), GROUND, 0).effect).toBe('allow')
    expect(judge(rules, commandOf(command), GROUND, 0)).toMatchObject({ effect: 'ask', rule: null })
  },
)

it('the tables have at least 150 commands', () => {
  const commands = COMMAND_TABLES.flatMap(({ expect: expected }) => Object.values(expected).flat())
  expect(new Set(commands).size).toBeGreaterThanOrEqual(150)
})
