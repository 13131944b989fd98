import { AgentCommand, AgentOption, SESSION_LIMITS } from '@hearth/shared/session'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { EMPTY_VIEW } from '../driver.ts'
import type { Lists } from './lists.ts'
import { choose, viewOf } from './view.ts'

const NOTHING = { model: null, mode: null, variant: null }
const model = (id: string, variants: string[] = []) => ({ id, name: id, provider: 'P', size: 1000, variants })
const lists = (more: Partial<Lists> = {}): Lists => ({
  models: [model('p/one', ['low', 'high']), model('p/two/x')],
  modes: [
    { name: 'build', description: 'Builds' },
    { name: 'plan', description: null },
  ],
  commands: [{ name: 'init', description: 'Begins', hint: null }],
  model: 'p/one',
  mode: 'build',
  servers: [],
  ...more,
})

describe('what a session of opencode offers', () => {
  it('is nothing before it is known', () => {
    expect(viewOf(null, NOTHING, 5)).toEqual(EMPTY_VIEW)
  })

  it('is what would be taken when nothing is chosen', () => {
    const view = viewOf(lists(), NOTHING, 10)
    expect(view.options.map(({ id, value }) => [id, value])).toEqual([
      ['model', 'p/one'],
      ['agent', 'build'],
      ['variant', 'default'],
    ])
    expect(view.context).toEqual({ used: 10, size: 1000 })
  })

  it('offers no variants for a model without, and no context before a step', () => {
    const view = viewOf(lists(), { ...NOTHING, model: 'p/two/x' }, null)
    expect(view.options.map(({ id }) => id)).toEqual(['model', 'agent'])
    expect(view.context).toBeNull()
  })

  it('keeps within the contract, with the present model always among those offered', () => {
    const models = Array.from({ length: 1000 }, (_, i) => model(`p/${i}`))
    const view = viewOf(lists({ models }), { ...NOTHING, model: 'p/999' }, 1)
    for (const option of view.options) v.parse(AgentOption, option)
    for (const command of view.commands) v.parse(AgentCommand, command)
    const [first] = view.options
    expect(first?.choices).toHaveLength(SESSION_LIMITS.choices.value)
    expect(first?.value).toBe('p/999')
    expect(first?.choices.at(-1)?.value).toBe('p/999')
  })
})

describe('a choice', () => {
  const view = viewOf(lists(), NOTHING, null)

  it('keeps the earlier ones, but for a variant of another model', () => {
    const high = choose(view, {}, 'variant', 'high')
    const planned = choose(view, high, 'agent', 'plan')
    expect(planned).toEqual({ variant: 'high', agent: 'plan' })
    expect(choose(view, planned, 'model', 'p/two/x')).toEqual({
      agent: 'plan',
      model: { providerID: 'p', modelID: 'two/x' },
    })
  })

  it.each([
    ['mood', 'good'],
    ['model', 'p/three'],
    ['agent', 'compaction'],
  ])('can’t be %s = %s', (id, value) => {
    expect(() => choose(view, {}, id, value)).toThrow(expect.objectContaining({ code: 'agent.unsupported' }))
  })
})
