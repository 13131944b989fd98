import * as v from 'valibot'
import { FORM_CHOICES, FORM_FIELDS, FORM_TEXT_LENGTH } from '../../../limits.ts'
import { patternOf } from './pattern.ts'
import { FormParams, Property } from './schema.ts'

type Of<Type extends string, More> = {
  type: Type
  key: string
  title: string
  /** The agent's words; '' where there are none. */
  about: string
  required: boolean
} & More
type Bounds = { min: number; max: number }
type Choices = { choices: readonly Choice[] }

/** One value that a person can choose; `label` is what is shown and answered, and differs from all others of its field. */
export type Choice = { value: string; label: string; about: string }
export type TextField = Of<
  'text',
  Bounds & { pattern: string | null; format: string | null; fallback: string | null }
>
export type NumberField = Of<'number', Bounds & { integer: boolean; fallback: number | null }>
export type BooleanField = Of<'boolean', { fallback: boolean | null }>
/** `own` is a text field of the form that takes an answer which is none of the choices. */
export type OneField = Of<'one', Choices & { fallback: string | null; own: TextField | null }>
export type ManyField = Of<'many', Choices & Bounds & { fallback: string[] | null; own: TextField | null }>
/** What is asked as a question where a form has nothing else. */
export type ChoiceField = OneField | ManyField
export type Field = TextField | NumberField | BooleanField | ChoiceField

/** A form that can be asked. One without fields asks for a plain yes or no. */
export type Form = { message: string; fields: readonly Field[] }

/** What of an agent's form can't be asked here. */
export class Unmappable extends Error {
  override name = 'Unmappable'
}

/** Reads an agent's form. @throws {Unmappable} */
export function readForm(params: unknown): Form {
  const result = v.safeParse(FormParams, params)
  if (!result.success) throw new Unmappable('it is not a form that ACP knows')
  const { message, requestedSchema } = result.output
  const entries = Object.entries(requestedSchema.properties ?? {})
  const required = new Set(requestedSchema.required ?? [])
  if (entries.length > FORM_FIELDS) throw new Unmappable(`it has more than ${FORM_FIELDS} fields`)
  const names = new Set(entries.map(([key]) => key))
  if ([...required].some((key) => !names.has(key))) {
    throw new Unmappable('it requires a field that it does not have')
  }
  const fields = entries.map(([key, value]) => readField(key, value, required.has(key)))
  return { message: bounded(message), fields: withOwn(fields) }
}

function readField(key: string, value: unknown, required: boolean): Field {
  const result = v.safeParse(Property, value)
  if (!result.success) throw new Unmappable('one of its fields is not one that ACP knows')
  const property = result.output
  if (
    property.writeOnly === true ||
    property.format === 'password' ||
    property._meta?.codex?.isSecret === true
  ) {
    throw new Unmappable('it asks for a secret, and answers are kept with the session')
  }
  // Such a name would reach a prototype: no device takes it.
  if (key === '' || key in Object.prototype)
    throw new Unmappable('one of its fields has a name that can’t be used')
  const title = property.title || key
  const base = { key, title: bounded(title), about: bounded(property.description ?? ''), required }
  const { default: given } = property
  switch (property.type) {
    case 'boolean':
      return { ...base, type: 'boolean', fallback: typeof given === 'boolean' ? given : null }
    case 'number':
    case 'integer': {
      const [min, max] = [property.minimum ?? -Infinity, property.maximum ?? Infinity]
      const fallback = typeof given === 'number' ? given : null
      return { ...base, type: 'number', integer: property.type === 'integer', min, max, fallback }
    }
    case 'array': {
      const { items } = property
      if (!items || (items.type ?? 'string') !== 'string')
        throw new Unmappable('it asks for a list of something')
      const choices = choicesOf(items.anyOf, items.enum)
      const [min, max] = [property.minItems ?? 0, property.maxItems ?? Infinity]
      const fallback = v.is(v.array(v.string()), given) ? given : null
      return { ...base, type: 'many', choices, min, max, fallback, own: null }
    }
    case 'string':
      return stringField(base, property)
    default:
      throw new Unmappable('one of its fields is of a kind that is not known')
  }
}

function stringField(
  base: Omit<TextField, 'type' | keyof Bounds | 'pattern' | 'format' | 'fallback'>,
  p: Property,
): Field {
  const fallback = typeof p.default === 'string' ? p.default : null
  if (p.oneOf || p.enum) {
    return { ...base, type: 'one', choices: choicesOf(p.oneOf, p.enum), fallback, own: null }
  }
  const pattern = p.pattern ?? null
  if (pattern !== null && patternOf(pattern) === null) {
    throw new Unmappable('one of its fields has a pattern that can’t be applied')
  }
  const [min, max] = [p.minLength ?? 0, p.maxLength ?? Infinity]
  return { ...base, type: 'text', min, max, pattern, format: p.format ?? null, fallback }
}

type Titled = { const: string; title: string; description?: string | null | undefined }

function choicesOf(titled: Titled[] | null | undefined, plain: string[] | null | undefined): Choice[] {
  const all = titled ?? (plain ?? []).map((value): Titled => ({ const: value, title: value }))
  const values = new Map(all.map((choice) => [choice.const, choice]))
  if (values.size === 0) throw new Unmappable('one of its fields has nothing to choose from')
  if (all.length > FORM_CHOICES) throw new Unmappable(`a field has more than ${FORM_CHOICES} choices`)
  const labels = new Set<string>()
  return [...values.values()].map((choice) => {
    const wanted = choice.title || choice.const || '(empty)'
    let label = wanted
    for (let n = 2; labels.has(label); n++) label = `${wanted} (${n})`
    labels.add(label)
    return { value: choice.const, label: bounded(label), about: bounded(choice.description ?? '') }
  })
}

/**
 * Claude Code asks each question twice: the choices, and right after them a free text `<key>_custom` for an answer of
 * one's own. Here that is one question.
 */
function withOwn(fields: readonly Field[]): Field[] {
  const merged: Field[] = []
  for (const field of fields) {
    const before = merged.at(-1)
    const isOwn =
      field.type === 'text' &&
      !field.required &&
      field.fallback === null &&
      field.key === `${before?.key}_custom`
    if (isOwn && (before?.type === 'one' || before?.type === 'many') && !before.required) {
      merged.splice(-1, 1, { ...before, own: field })
    } else merged.push(field)
  }
  return merged
}

function bounded(text: string): string {
  if (text.length > FORM_TEXT_LENGTH) throw new Unmappable('one of its texts is too long to show')
  return text
}

/** Is it a choice, with or without words of one's own? */
export const isChoice = (field: Field): field is ChoiceField => field.type === 'one' || field.type === 'many'
