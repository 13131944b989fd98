import type { FormField, Question } from '@hearth/shared/session'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answered, Filled } from '../../client-side.ts'
import { GOING } from '../testing.ts'
import { elicit } from './elicitation.ts'
import { DECLINED, form, valuesOf } from './testing.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '𝄞', '1', ' '), maxLength: 6 })
const bound = fc.option(fc.integer({ min: -2, max: 6 }), { nil: null })
const values = fc.uniqueArray(word, { minLength: 1, maxLength: 5 })
const titled = fc.array(fc.record({ const: word, title: word }), { minLength: 1, maxLength: 5 })
const type = <T extends string>(name: T) => fc.constant(name)
const property = fc.oneof(
  fc.record({
    type: type('string'),
    minLength: bound,
    maxLength: bound,
    pattern: fc.constantFrom(null, '^a', '1|b'),
    default: fc.constantFrom(undefined, null, 'a1', 7),
  }),
  fc.record({
    type: fc.constantFrom('number', 'integer'),
    minimum: bound,
    maximum: bound,
    default: fc.constantFrom(null, 3, 0.5, 'x'),
  }),
  fc.record({ type: type('boolean'), default: fc.constantFrom(null, true) }),
  fc.record({ type: type('string'), enum: values, default: fc.option(word) }),
  fc.record({ type: type('string'), oneOf: titled }),
  fc.record({
    type: type('array'),
    items: fc.record({ type: type('string'), enum: values }),
    minItems: bound,
    maxItems: bound,
  }),
  fc.record({
    type: type('array'),
    items: fc.record({ anyOf: titled }),
    minItems: bound,
    default: fc.option(fc.array(word)),
  }),
)
const key = fc.constantFrom('x', 'x_custom', 'y', 'z', 'y_custom', 'tostring')
const anyForm = fc
  .tuple(
    fc.uniqueArray(fc.tuple(key, property), { selector: ([name]) => name, maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  )
  .map(([entries, flags]) =>
    form(
      Object.fromEntries(entries),
      entries.map(([name]) => name).filter((_, n) => flags[n]),
    ),
  )

type Schema = {
  type: string
  minLength?: number | null
  maxLength?: number | null
  pattern?: string | null
  minimum?: number | null
  maximum?: number | null
  minItems?: number | null
  maxItems?: number | null
  enum?: string[]
  oneOf?: { const: string }[]
  items?: { enum?: string[]; anyOf?: { const: string }[] }
}
const within = (size: number, min: number | null | undefined, max: number | null | undefined) =>
  size >= (min ?? -Infinity) && size <= (max ?? Infinity)

/** What JSON Schema says of a value: another reading of the form than the one that is tested. */
function isValid(schema: Schema, value: unknown): boolean {
  const constants = (list: { const: string }[] | undefined) => list?.map((choice) => choice.const)
  switch (schema.type) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'number':
      if (typeof value !== 'number' || (schema.type === 'integer' && !Number.isInteger(value))) return false
      return within(value, schema.minimum, schema.maximum)
    case 'array': {
      const allowed = schema.items?.enum ?? constants(schema.items?.anyOf) ?? []
      if (!Array.isArray(value) || !within(value.length, schema.minItems, schema.maxItems)) return false
      return value.every((item) => allowed.includes(item))
    }
    default: {
      if (typeof value !== 'string') return false
      const allowed = schema.enum ?? constants(schema.oneOf)
      if (allowed !== undefined) return allowed.includes(value)
      if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) return false
      return within([...value].length, schema.minLength, schema.maxLength)
    }
  }
}

describe('any form with any answers', () => {
  it('is accepted with content that fits its schema, or declined with a notice', async () => {
    const seen = { accept: 0, decline: 0 }
    await fc.assert(
      fc.asyncProperty(
        anyForm,
        fc.infiniteStream(fc.nat()),
        fc.infiniteStream(word),
        async (params, choices, words) => {
          const pick = (): number => choices.next().value ?? 0
          const answerTo = ({ options }: Question): string[] =>
            Array.from({ length: pick() % 4 }, () => {
              const typed = ['1', '-1', '2.5', 'a1', words.next().value ?? '']
              return pick() % 3 === 0
                ? (typed[pick() % 5] ?? '')
                : (options[pick() % (options.length || 1)]?.label ?? '3')
            })
          const ask = async (questions: Question[]): Promise<Answered> => ({
            answers: questions.map(answerTo),
          })
          const labelsOf = (field: FormField): string[] =>
            field.type === 'choice' ? field.choices.map(({ label }) => label) : ['Yes', 'No']
          const fillIn = async (_message: string, fields: FormField[]): Promise<Filled> => ({
            values: valuesOf(
              fields,
              fields.map((field) => {
                const options = labelsOf(field).map((label) => ({ label, description: '' }))
                return answerTo({ header: '', question: '', options, multiple: true, custom: true })
              }),
            ),
          })
          const { response, notice } = await elicit(params, { ask, fill: fillIn }, GOING)
          if (response.action === 'accept') {
            seen.accept += 1
            const { properties, required } = params.requestedSchema
            const content = new Map(Object.entries(response.content))
            for (const name of required) expect(content.has(name)).toBe(true)
            const schemas = new Map(Object.entries(properties))
            for (const [name, value] of content) {
              const schema = schemas.get(name)
              expect(schema !== undefined && isValid(schema as Schema, value)).toBe(true)
            }
          } else {
            seen.decline += 1
            expect(response).toEqual(DECLINED)
            const isPlain = Object.keys(params.requestedSchema.properties).length === 0
            expect(notice !== null || isPlain).toBe(true)
          }
        },
      ),
      { numRuns: 500 },
    )
    expect(Math.min(seen.accept, seen.decline)).toBeGreaterThan(25)
  }, 30_000)
})
