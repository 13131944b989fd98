import type { RequestView } from '@hearth/shared/link'
import type { FormField } from '@hearth/shared/session'
import { fireEvent, screen } from '@solidjs/testing-library'
import { afterEach, describe, expect, it } from 'vitest'
import { anAsked, HOST } from '../../../testing/build.ts'
import { HOSTILE } from '../hostile.testdata.ts'
import { button, card, isReady, press } from '../testing.tsx'
import { wrongWith } from './check.ts'
import { valuesOf } from './draft.ts'
import { formMemory } from './FormCard.tsx'
import { wrong } from './words.ts'

const named = (name: string, required = false) => ({ name, label: name, description: null, required })
const text = (over: Partial<Extract<FormField, { type: 'text' }>> = {}): FormField => ({
  ...named('title'),
  type: 'text',
  format: null,
  minLength: null,
  maxLength: null,
  initial: null,
  ...over,
})
const number = (over: Partial<Extract<FormField, { type: 'number' }>> = {}): FormField => ({
  ...named('weight'),
  type: 'number',
  integer: false,
  min: null,
  max: null,
  initial: null,
  ...over,
})
const flag: FormField = { ...named('urgent'), type: 'boolean', initial: null }
const area = (multiple: boolean, count = 2): FormField => ({
  ...named('area', true),
  type: 'choice',
  multiple,
  choices: Array.from({ length: count }, (_, n) => ({ value: `v${n}`, label: `Area ${n}` })),
  initial: [],
})
const form = (...fields: FormField[]): RequestView => anAsked('form', { message: 'Where to?', fields })
const ID = form().id
afterEach(() => formMemory.forget(HOST, ID))

const type = (name: string | RegExp, value: string): void =>
  void fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } })

describe('a form', () => {
  it('sends what was filled in, and leaves out what was not', () => {
    const { around, host } = card(form(text(), number(), flag, area(false)))
    around.settle()
    press(button('Send the form'))
    expect(host.asked).toEqual([])
    type(/weight/, '1.5')
    fireEvent.click(screen.getByRole('checkbox'))
    fireEvent.click(screen.getByRole('radio', { name: 'Area 1' }))
    around.settle()
    press(button('Send the form'))
    expect(host.askedTo('answer')).toMatchObject([
      { answer: { kind: 'form', values: { weight: 1.5, urgent: true, area: 'v1' } } },
    ])
  })

  it('takes several where several may be, and many choices in the browser’s own list', () => {
    const { around, host } = card(form(area(true), { ...area(false, 20), name: 'other' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Area 0' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Area 1' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Area 0' }))
    fireEvent.change(screen.getByRole('combobox'), { target: { value: 'v7' } })
    around.settle()
    press(button('Send the form'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: { values: { area: ['v1'], other: 'v7' } } }])
  })

  it('says what is wrong with a field once it was left', () => {
    const { around } = card(form(text({ minLength: 3 })))
    type(/title/, 'ab')
    expect(screen.queryByText(wrong.short(3))).toBeNull()
    fireEvent.focusOut(screen.getByRole('textbox'))
    expect(screen.getByText(wrong.short(3))).toBeTruthy()
    around.settle()
    expect(isReady(button('Send the form'))).toBe(false)
  })

  it('keeps what was filled in while it waits, and forgets it then', () => {
    const first = card(form(text()))
    type(/title/, 'Login')
    expect(formMemory.read(HOST, ID)).toEqual({ title: 'Login' })
    first.host.putRequest({ ...form(text()), state: 'superseded' })
    expect(formMemory.read(HOST, ID)).toBeNull()
  })

  it('begins with what the agent suggests, and can be turned down', () => {
    const { around, host } = card(form(text({ initial: 'As before' })))
    expect(screen.getByRole<HTMLTextAreaElement>('textbox').value).toBe('As before')
    around.settle()
    press(button('Turn it down'))
    expect(host.askedTo('answer')).toMatchObject([{ answer: null }])
  })

  it.each(HOSTILE)('%s in its words is text', (_, hostile, seen) => {
    const field = {
      ...area(false),
      label: hostile,
      description: hostile,
      choices: [{ value: 'x', label: hostile }],
    }
    const { root } = card(anAsked('form', { message: hostile, fields: [field as FormField] }))
    expect(root.querySelector('script, img, a, iframe, [onerror]')).toBeNull()
    expect(root.textContent?.split(seen).length).toBeGreaterThan(4)
  })
})

describe('what fits a field', () => {
  it.each<[string, FormField, string | number | boolean | string[] | undefined, string | null]>([
    ['nothing where nothing is needed', text(), undefined, null],
    ['nothing where something is', text({ required: true }), undefined, wrong.missing],
    ['emoji counted as people count', text({ maxLength: 2 }), '🔥🔥', null],
    ['too long', text({ maxLength: 2 }), 'abc', wrong.long(2)],
    ['an address', text({ format: 'email' }), 'alice@example.org', null],
    ['no address', text({ format: 'email' }), 'alice', wrong.format.email],
    ['a day', text({ format: 'date' }), '2026-02-30T', wrong.format.date],
    ['a time', text({ format: 'date-time' }), '2026-02-03T10:00', null],
    ['a site', text({ format: 'uri' }), 'example', wrong.format.uri],
    ['no number', number(), Number.NaN, wrong.number],
    ['half', number({ integer: true }), 0.5, wrong.integer],
    ['too low', number({ min: 1 }), 0, wrong.low(1)],
    ['too high', number({ max: 1 }), 2, wrong.high(1)],
    ['a choice that is none', area(false), 'x', wrong.missing],
    ['choices', area(true), ['v0', 'v1'], null],
  ])('%s', (_, field, value, why) => {
    expect(wrongWith(field, value)).toBe(why)
  })

  it.each(['12', '-3', '1e3', '.5', '+2.'])('%s is a number', (typed) => {
    expect(valuesOf([number()], { weight: typed })).toEqual({ weight: Number(typed) })
  })
  it.each(['0x10', 'Infinity', '1,5', 'NaN', '1 2'])('%s is none', (typed) => {
    expect(valuesOf([number()], { weight: typed })).toEqual({ weight: Number.NaN })
  })
})
