import { type Answers, FormField, type Question } from '@hearth/shared/session'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  FORM_CHOICES,
  FORM_FIELDS,
  FORM_PATTERN_LENGTH,
  FORM_ROUNDS,
  FORM_TEXT_LENGTH,
} from '../../../limits.ts'
import type { Answered, Filled } from '../../client-side.ts'
import { GOING } from '../testing.ts'
import { type Elicited, elicit } from './elicitation.ts'
import { DECLINED, form, type Properties, valuesOf } from './testing.ts'

/** Has a form filled in by `person`, round by round, and keeps what was asked. */
async function fill(
  params: unknown,
  ...person: Answered[]
): Promise<Elicited & { asked: Question[][]; forms: { message: string; fields: FormField[] }[] }> {
  const asked: Question[][] = []
  const forms: { message: string; fields: FormField[] }[] = []
  const ask = async (questions: Question[]): Promise<Answered> => {
    asked.push(questions)
    return person[asked.length - 1] ?? { reject: true }
  }
  const fillIn = async (message: string, fields: FormField[]): Promise<Filled> => {
    forms.push({ message, fields })
    const answered = person[forms.length - 1] ?? { reject: true }
    return 'answers' in answered ? { values: valuesOf(fields, answered.answers) } : answered
  }
  return { ...(await elicit(params, { ask, fill: fillIn }, GOING)), asked, forms }
}

const answers = (...each: Answers): Answered => ({ answers: each })
const accepted = (content: object) => ({ action: 'accept', content })

describe('a form', () => {
  it('is shown with fields of its types, and accepted with their values', async () => {
    const { response, forms, asked, notice } = await fill(
      form(
        {
          name: { type: 'string', title: 'Name', description: 'Of the branch', minLength: 2 },
          port: { type: 'integer', minimum: 1, maximum: 65_535, default: 80 },
          ratio: { type: 'number' },
          force: { type: 'boolean', title: 'Force?' },
          colour: { type: 'string', oneOf: [{ const: 'a', title: 'Amber', description: 'Warm' }] },
          sizes: { type: 'array', items: { type: 'string', enum: ['s', 'm', 'l'] }, minItems: 1 },
          later: { type: 'string' },
        },
        ['name', 'port', 'sizes'],
      ),
      answers(['main'], [], ['-2.5e3'], ['No'], ['Amber: Warm'], ['l', 's'], []),
    )
    expect(response).toEqual(
      accepted({ name: 'main', port: 80, ratio: -2500, force: false, colour: 'a', sizes: ['s', 'l'] }),
    )
    expect([asked, notice]).toEqual([[], null])
    const [{ message, fields } = { message: '', fields: [] }] = forms
    expect(message).toBe('What now?')
    expect(fields).toMatchObject([
      {
        type: 'text',
        name: 'name',
        label: 'Name',
        description: 'Of the branch',
        required: true,
        minLength: 2,
      },
      { type: 'number', label: 'port', integer: true, min: 1, max: 65_535, initial: 80, required: false },
      { type: 'number', integer: false, min: null, max: null, initial: null },
      { type: 'boolean', label: 'Force?', initial: null },
      { type: 'choice', multiple: false, choices: [{ value: 'a', label: 'Amber: Warm' }] },
      { type: 'choice', multiple: true, description: 'Number of choices: 1 or more', required: true },
      { type: 'text', name: 'later', description: null, required: false, initial: null },
    ])
    expect(fields.every((field) => v.is(FormField, field))).toBe(true)
  })

  it('is shown again with what did not fit, and declined when that goes on', async () => {
    const params = form({ port: { type: 'integer', maximum: 9 }, name: { type: 'string' } }, ['port'])
    const { response, forms } = await fill(
      params,
      answers(['12'], ['x']),
      answers(['0.5'], ['x']),
      answers(['7'], ['x']),
    )
    expect(response).toEqual(accepted({ port: 7, name: 'x' }))
    expect(forms.map(({ message }) => message)).toEqual([
      'What now?',
      'This did not fit. port: it is above 9.\n\nWhat now?',
      'This did not fit. port: it is not a whole number.\n\nWhat now?',
    ])
    const bad = Array.from({ length: 9 }, () => answers([]))
    const given = await fill(params, ...bad)
    expect(given).toMatchObject({ response: DECLINED, notice: expect.stringContaining('did not fit') })
    expect(given.forms).toHaveLength(FORM_ROUNDS)
  })

  it('of choices alone is asked as questions, again for what did not fit', async () => {
    const colours = { type: 'string', title: 'Colour', enum: ['a', 'b'] }
    const sizes = {
      type: 'array',
      description: 'Of all',
      items: { type: 'string', enum: ['s', 'm', 'l'] },
      maxItems: 2,
    }
    const { response, asked, forms } = await fill(
      form({ colours, sizes }, ['colours']),
      answers(['c'], ['s', 'm', 'l']),
      answers(['a'], ['m', 's']),
    )
    expect(response).toEqual(accepted({ colours: 'a', sizes: ['s', 'm'] }))
    expect(forms).toEqual([])
    expect(asked[0]).toMatchObject([
      { header: 'Colour', question: 'What now?\n\nColour', multiple: false, custom: false },
      { header: 'sizes', question: 'Of all\n\nNumber of choices to 2. Optional.', multiple: true },
    ])
    expect(asked[1]?.map(({ question }) => question.split('\n')[0])).toEqual([
      'This answer did not fit: it is none of the choices.',
      'This answer did not fit: at most 2 are wanted.',
    ])
  })

  it('is declined or cancelled with its question', async () => {
    const params = form({ name: { type: 'string' } })
    expect(await fill(params, { reject: true })).toMatchObject({ response: DECLINED, notice: null })
    expect(await fill(params, { gone: true })).toMatchObject({ response: { action: 'cancel' }, notice: null })
  })

  it('without fields asks for a plain yes, and takes nothing else for it', async () => {
    const params = form({}, [], 'Delete all rows?')
    const yes = await fill(params, answers(['Accept']))
    expect(yes.asked[0]).toMatchObject([{ question: 'Delete all rows?', multiple: false, custom: false }])
    expect(yes.response).toEqual(accepted({}))
    for (const no of [
      answers(['Decline']),
      answers(['accept']),
      answers([]),
      answers(['Accept', 'Decline']),
      answers(),
    ])
      expect((await fill(params, no)).response).toEqual(DECLINED)
    expect((await fill(params, { gone: true })).response).toEqual({ action: 'cancel' })
  })

  it('of Claude Code is one question each, with an answer of one’s own', async () => {
    const options = ['Amber', 'Teal'].map((title) => ({ const: title, title }))
    const params = form({
      question_0: { type: 'string', title: 'Colour', oneOf: options },
      question_0_custom: { type: 'string', title: 'Other' },
      question_1: { type: 'array', title: 'Sizes', items: { anyOf: options } },
      question_1_custom: { type: 'string', title: 'Other' },
    })
    const { response, asked } = await fill(params, answers(['Plain'], ['Teal', 'Both']))
    expect(asked[0]).toMatchObject([
      { header: 'Colour', multiple: false, custom: true },
      { header: 'Sizes', multiple: true, custom: true },
    ])
    expect(response).toEqual(
      accepted({ question_0_custom: 'Plain', question_1: ['Teal'], question_1_custom: 'Both' }),
    )
    expect((await fill(params, answers(['Teal'], ['Mine']))).response).toEqual(
      accepted({ question_0: 'Teal', question_1_custom: 'Mine' }),
    )
  })

  it('tells choices of the same name apart', async () => {
    const oneOf = [
      { const: 'a', title: 'Same' },
      { const: 'b', title: 'Same' },
      { const: 'c', title: 'Same (2)' },
      { const: '', title: '' },
    ]
    const params = form({ which: { type: 'string', oneOf } })
    const { asked } = await fill(params, answers([]))
    const labels = asked[0]?.[0]?.options.map(({ label }) => label) ?? []
    expect(new Set(labels).size).toBe(4)
    for (const [n, label] of labels.entries())
      expect((await fill(params, answers([label]))).response).toEqual(accepted({ which: oneOf[n]?.const }))
  })

  it('may have a pattern, which is given up when it takes for ever', async () => {
    const params = form({ name: { type: 'string', pattern: '^[a-z]+$' } })
    expect((await fill(params, answers(['abc']))).response).toEqual(accepted({ name: 'abc' }))
    expect((await fill(params, answers(['ABC']))).response).toEqual(DECLINED)
    const hostile = form({ name: { type: 'string', pattern: '^(a+)+$' } })
    expect((await fill(hostile, answers([`${'a'.repeat(60)}!`]))).response).toEqual(DECLINED)
  })

  it.each([
    ['email', 'alice@example.org', 'alice'],
    ['uri', 'https://example.org/x', 'example.org'],
    ['date', '2024-02-29', '2023-02-29'],
    ['date', '2024-12-31', '2024-13-01'],
    ['date-time', '2024-02-29T23:59:60Z', '2024-02-29T24:00:00Z'],
    ['date-time', '2024-02-29T10:00:00.5+02:00', '2024-02-30T10:00:00Z'],
  ])('checks the format %s', async (format, good, bad) => {
    const params = form({ x: { type: 'string', format } })
    expect((await fill(params, answers([good]))).response).toEqual(accepted({ x: good }))
    expect((await fill(params, answers([bad]))).response).toEqual(DECLINED)
  })

  it.each([
    ['a mode that is not known', { mode: 'openai/form', message: 'x' }],
    ['nothing', null],
    ['no schema', { mode: 'form', message: 'x' }],
    ['properties that are a list', { mode: 'form', message: 'x', requestedSchema: { properties: [] } }],
    ['a nested form', form({ x: { type: 'object', properties: {} } })],
    ['a field that is none', form({ x: { title: 'no type' } })],
    ['a list of anything', form({ x: { type: 'array', items: { type: 'number' } } })],
    ['a list of nothing', form({ x: { type: 'array' } })],
    ['a choice of nothing', form({ x: { type: 'string', enum: [] } })],
    ['a name that reaches a prototype', form(JSON.parse('{"__proto__":{"type":"string"}}') as Properties)],
    ['a field without a name', form({ '': { type: 'string' } })],
    ['a broken pattern', form({ x: { type: 'string', pattern: '(' } })],
    ['a long pattern', form({ x: { type: 'string', pattern: 'a'.repeat(FORM_PATTERN_LENGTH + 1) } })],
    ['a field that is required and not there', form({}, ['x'])],
    ['a long message', form({}, [], 'x'.repeat(FORM_TEXT_LENGTH + 1))],
    ['a long title', form({ x: { type: 'string', title: 'x'.repeat(FORM_TEXT_LENGTH + 1) } })],
    ['a secret of Codex', form({ x: { type: 'string', _meta: { codex: { isSecret: true } } } })],
    ['a password', form({ x: { type: 'string', format: 'password' } })],
    ['a secret', form({ x: { type: 'string', writeOnly: true } })],
    [
      'too many choices',
      form({ x: { type: 'string', enum: Array.from({ length: FORM_CHOICES + 1 }, String) } }),
    ],
    [
      'too many fields',
      form(
        Object.fromEntries(Array.from({ length: FORM_FIELDS + 1 }, (_, n) => [`f${n}`, { type: 'string' }])),
      ),
    ],
  ])('is declined with a notice, and nobody asked, when it has %s', async (_, params) => {
    const { response, notice, asked, forms } = await fill(params)
    expect(response).toEqual(DECLINED)
    expect(notice).toMatch(/can’t be asked here: .+\. It was declined\./)
    expect([asked, forms]).toEqual([[], []])
  })
})

describe('a page to open', () => {
  const open = (url: string) => fill({ mode: 'url', message: 'Sign in', elicitationId: '1', url })

  it('is declined with a notice of its host, and of nothing that can hold a secret', async () => {
    const { response, notice, asked } = await open(
      'https://alice:pw@login.example.org:8443/auth?token=s3cr3t#x',
    )
    expect(response).toEqual(DECLINED)
    expect(notice).toContain('login.example.org:8443')
    expect(notice).not.toMatch(/s3cr3t|pw|auth|http/)
    expect(asked).toEqual([])
  })

  it('has a host that reads as what it is', async () => {
    expect((await open('https://аpple.com')).notice).toContain('xn--pple-43d.com')
    for (const url of ['no address', 'javascript:alert(1)', ''])
      expect((await open(url)).notice).toContain('an address that can’t be read')
  })
})
