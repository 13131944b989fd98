import type { Answer, FormField } from '@hearth/shared/session'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentRequest } from '../agents/driver.ts'
import { type Bench, codeOf, makeBench } from './testing.ts'

let bench: Bench
let heard: unknown[]
beforeEach(async () => {
  bench = await makeBench()
  heard = []
})
afterEach(() => bench.close())

const alice = 'aa'.repeat(16)
const reply = async (answer: unknown) => {
  heard.push(answer)
  return bench.agent.take()
}
const answer = (request: string, given: Answer | null) =>
  codeOf(() => bench.requests.answer(request, given, alice))

describe('a plan', () => {
  const open = () => bench.open({ kind: 'plan', id: 'p', plan: '1. Look', reply })

  it('is listed with its words', () => {
    const request = open()
    expect(bench.requests.pending()).toMatchObject([
      { kind: 'plan', request, agent: 'opencode', plan: '1. Look' },
    ])
  })

  it('is approved, changed or turned down, once', async () => {
    const [yes, no, never] = [open(), open(), open()]
    expect(await answer(yes, { kind: 'plan', changes: null })).toBe('accepted')
    expect(await answer(no, { kind: 'plan', changes: 'Look twice' })).toBe('accepted')
    expect(await answer(never, null)).toBe('accepted')
    expect(heard).toEqual([{ approve: true }, { changes: 'Look twice' }, { reject: true }])
    expect(await answer(yes, null)).toBe('request.settled')
    expect(bench.said).toEqual([])
  })

  it('whose agent has no place for changes gets them as a prompt that steers', async () => {
    bench.agent.take = async () => 'unsaid'
    await answer(open(), { kind: 'plan', changes: 'Look twice' })
    await answer(open(), null)
    expect(bench.said).toMatchObject([{ text: expect.stringContaining('Look twice'), by: alice }])
  })

  it('is approved by nobody while the host is paused; it can be changed or turned down, and approved afterwards', async () => {
    const [one, other, third] = [open(), open(), open()]
    bench.guard.paused = true
    expect(await answer(one, { kind: 'plan', changes: null })).toBe('host.paused')
    expect(await codeOf(() => bench.requests.answer(one, { kind: 'plan', changes: null }, null))).toBe(
      'host.paused',
    )
    expect(heard).toEqual([])
    expect(await answer(other, { kind: 'plan', changes: 'Look twice' })).toBe('accepted')
    expect(await answer(third, null)).toBe('accepted')
    bench.guard.paused = false
    expect(await answer(one, { kind: 'plan', changes: null })).toBe('accepted')
    expect(heard).toEqual([{ changes: 'Look twice' }, { reject: true }, { approve: true }])
  })

  it('a pause that comes while its approval is on the way counts', async () => {
    const request = open()
    const approving = answer(request, { kind: 'plan', changes: null })
    bench.guard.paused = true
    expect(await approving).toBe('host.paused')
    expect(heard).toEqual([])
  })

  it('takes no answer of another kind', async () => {
    expect(await answer(open(), { kind: 'form', values: {} })).toBe('request.kind')
    expect(heard).toEqual([])
  })
})

describe('a form', () => {
  const named = { description: null, required: false }
  const text = {
    ...named,
    type: 'text',
    format: null,
    minLength: null,
    maxLength: null,
    initial: null,
  } as const
  const number = { ...named, type: 'number', integer: true, min: 1, max: 9, initial: null } as const
  const choice = {
    ...named,
    type: 'choice',
    multiple: false,
    initial: [],
    choices: [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ],
  } as const
  const fields: FormField[] = [
    { ...text, name: 'who', label: 'Who', required: true, minLength: 2, maxLength: 4 },
    { ...text, name: 'mail', label: 'Mail', format: 'email' },
    { ...text, name: 'site', label: 'Site', format: 'uri' },
    { ...text, name: 'day', label: 'Day', format: 'date' },
    { ...text, name: 'time', label: 'Time', format: 'date-time' },
    { ...number, name: 'count', label: 'Count' },
    { ...named, type: 'boolean', name: 'sure', label: 'Sure', initial: null },
    { ...choice, choices: [...choice.choices], initial: [], name: 'one', label: 'One' },
    { ...choice, choices: [...choice.choices], initial: [], multiple: true, name: 'many', label: 'Many' },
  ]
  const open = (ask: Partial<Extract<AgentRequest, { kind: 'form' }>> = {}) =>
    bench.open({ kind: 'form', id: 'f', message: 'Please', fields, reply, ...ask })
  const fill = (values: Extract<Answer, { kind: 'form' }>['values']) =>
    answer(open(), { kind: 'form', values })

  it('is filled in with what fits its fields', async () => {
    const values = {
      who: 'Anna',
      mail: 'a@example.org',
      site: 'https://example.org',
      day: '2024-02-29',
      time: '2024-02-29T10:00:00Z',
      count: 9,
      sure: false,
      one: 'b',
      many: ['a', 'b'],
    }
    expect(await fill(values)).toBe('accepted')
    expect(await fill({ who: 'Bo' })).toBe('accepted')
    expect(heard).toEqual([{ values }, { values: { who: 'Bo' } }])
  })

  it.each([
    {},
    { who: 'x' },
    { who: 'xxxxx' },
    { who: 5 },
    { who: 'Bo', mail: 'nobody' },
    { who: 'Bo', site: 'somewhere' },
    { who: 'Bo', day: '2024-13-01' },
    { who: 'Bo', time: '2024-02-29' },
    { who: 'Bo', count: 0 },
    { who: 'Bo', count: 1.5 },
    { who: 'Bo', count: '3' },
    { who: 'Bo', sure: 'yes' },
    { who: 'Bo', one: 'c' },
    { who: 'Bo', one: ['a'] },
    { who: 'Bo', many: 'a' },
    { who: 'Bo', many: ['a', 'a'] },
    { who: 'Bo', other: 'x' },
  ])('is refused with %j', async (values) => {
    expect(await fill(values as Record<string, string>)).toBe('request.answers')
    expect(heard).toEqual([])
  })

  it('is the one that was asked, whatever the agent makes of it later', async () => {
    const mine = structuredClone(fields)
    const request = open({ fields: mine })
    mine.length = 0
    expect(await answer(request, { kind: 'form', values: { who: 'Bo' } })).toBe('accepted')
  })
})

describe('what the host can’t read', () => {
  it('is shown as it is, and can only be turned down', async () => {
    const request = bench.open({ kind: 'unknown', id: 'u', source: 'x/y', detail: '{"a":1}', reply })
    expect(bench.requests.pending()).toMatchObject([{ kind: 'unknown', source: 'x/y', detail: '{"a":1}' }])
    expect(await answer(request, { kind: 'plan', changes: null })).toBe('request.kind')
    expect(await answer(request, null)).toBe('accepted')
    expect(heard).toEqual([{ reject: true }])
  })
})
