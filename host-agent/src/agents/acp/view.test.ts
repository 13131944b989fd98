import { AgentOption, SESSION_LIMITS } from '@hearth/shared/session'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { SessionView } from './view.ts'

const LONG = 'x'.repeat(SESSION_LIMITS.choiceText.value + 1)
const modes = {
  currentModeId: 'a',
  availableModes: [
    { id: 'a', name: 'A', description: 'first' },
    { id: 'b', name: LONG },
    { id: LONG, name: 'C' },
    7,
  ],
}
const models = { currentModelId: 'm', availableModels: [{ modelId: 'm', name: 'M' }] }

describe('a session’s view', () => {
  it('has modes and models as options, and clips what is told of them, never their values', () => {
    const view = new SessionView()
    view.opened({ modes, models })
    const [mode, model] = view.view().options
    expect(mode).toMatchObject({ id: 'mode', category: 'mode', value: 'a' })
    expect(mode?.choices.map(({ value }) => value)).toEqual(['a', 'b'])
    expect(mode?.choices[1]?.name).toMatch(/x…$/)
    expect(model).toMatchObject({ id: 'model', category: 'model', value: 'm' })
    for (const option of view.view().options) expect(() => v.parse(AgentOption, option)).not.toThrow()
  })

  it('says of no choice that the agent asks with it, but of those that its quirks name', () => {
    const view = new SessionView({ mode: ['b', 'm'], constructor: ['a'] })
    view.opened({
      modes: {
        ...modes,
        availableModes: [
          { id: 'a', name: 'A' },
          { id: 'b', name: 'B' },
        ],
      },
      models,
    })
    const asking = view.view().options.flatMap(({ choices }) => choices.filter(({ asks }) => asks))
    expect(asking.map(({ value }) => value)).toEqual(['b'])
    const plain = new SessionView()
    plain.opened({ modes, models })
    expect(JSON.stringify(plain.view().options)).not.toContain('asks')
  })

  it('takes config options for what an agent means that has both', () => {
    const view = new SessionView()
    const select = { type: 'select', id: 'm', name: 'Mode', category: 'mode', currentValue: 'y' }
    const grouped = [
      { group: 'g', name: 'Group', options: [{ value: 'x', name: 'X' }] },
      { value: 'y', name: 'Y' },
    ]
    const boolean = { type: 'boolean', id: 'b', name: 'B', category: 'weird', currentValue: true }
    const broken = { type: 'select', id: 'broken' }
    view.opened({ modes, models, configOptions: [{ ...select, options: grouped }, boolean, broken, null] })
    expect(view.view().options.map(({ id }) => id)).toEqual(['m', 'b', 'model'])
    expect(view.view().options[0]?.choices.map(({ group }) => group)).toEqual(['Group', null])
    expect(view.view().options[1]).toMatchObject({ category: 'other', value: 'true' })
    view.hear({ sessionUpdate: 'current_mode_update', currentModeId: 'x' })
    expect(view.view().options[0]?.value).toBe('x')
    view.hear({ sessionUpdate: 'config_option_update', configOptions: [boolean] })
    expect(view.view().options.map(({ id }) => id)).toEqual(['b', 'mode', 'model'])
  })

  it('keeps commands and context, and calls back only for a change', () => {
    const view = new SessionView()
    let calls = 0
    const off = view.onView(() => {
      calls += 1
    })
    const update = {
      sessionUpdate: 'available_commands_update',
      availableCommands: [
        { name: 'review', input: { hint: 'what' } },
        { name: LONG },
        { description: 'nameless' },
      ],
    }
    view.hear(update)
    view.hear(update)
    expect(view.view().commands).toEqual([{ name: 'review', description: '', hint: 'what' }])
    view.hear({ sessionUpdate: 'usage_update', used: 1, size: 'big' })
    view.hear({ sessionUpdate: 'usage_update', used: -1, size: 5 })
    expect([calls, view.view().context]).toEqual([1, null])
    view.hear({ sessionUpdate: 'usage_update', used: 1, size: 5, cost: { amount: 2, currency: 'EUR' } })
    expect([calls, view.view().context, view.cost()]).toEqual([2, { used: 1, size: 5 }, 0])
    off()
    view.hear({ sessionUpdate: 'usage_update', used: 2, size: 5 })
    expect(calls).toBe(2)
  })

  it('stays whole whatever it hears', () => {
    const view = new SessionView()
    for (const bad of [
      null,
      5,
      {},
      { sessionUpdate: 'available_commands_update', availableCommands: 5 },
      { sessionUpdate: 'current_mode_update' },
    ])
      view.hear(bad)
    view.opened('nonsense')
    view.opened({ modes: 5, models: [], configOptions: {} })
    expect(view.view()).toEqual({ options: [], commands: [], tasks: [], context: null })
  })
})
