import type { FormField } from '@hearth/shared/session'
import { type Field, isChoice } from './form.ts'

type Format = Extract<FormField, { type: 'text' }>['format']
const FORMATS: ReadonlySet<string> = new Set(['email', 'uri', 'date', 'date-time'] satisfies Format[])
const isFormat = (format: string | null): format is Format => format === null || FORMATS.has(format)
const bound = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** A form's fields as devices show them. `own` answers to a choice become a field of their own. */
export const formFields = (fields: readonly Field[]): FormField[] =>
  fields.flatMap((field) => {
    const shown = formField(field)
    const own = isChoice(field) ? field.own : null
    return own === null ? [shown] : [shown, formField(own)]
  })

const formField = (field: Field): FormField => {
  const { key: name, title: label, required } = field
  const base = { name, label, description: aboutOf(field), required: required && field.fallback === null }
  switch (field.type) {
    case 'text': {
      const format = isFormat(field.format) ? field.format : null
      const [minLength, maxLength] = [field.min > 0 ? field.min : null, bound(field.max)]
      return { ...base, type: 'text', format, minLength, maxLength, initial: field.fallback }
    }
    case 'number': {
      const { integer, fallback } = field
      return {
        ...base,
        type: 'number',
        integer,
        min: bound(field.min),
        max: bound(field.max),
        initial: fallback,
      }
    }
    case 'boolean':
      return { ...base, type: 'boolean', initial: field.fallback }
    case 'one':
    case 'many': {
      const initial = field.fallback === null ? [] : [field.fallback].flat()
      const choices = field.choices.map(({ value, label: shown, about }) => ({
        value,
        label: about === '' ? shown : `${shown}: ${about}`,
      }))
      return { ...base, type: 'choice', multiple: field.type === 'many', choices, initial }
    }
  }
}

/** What a field is about, with what its input can't say itself. */
const aboutOf = (field: Field): string | null => {
  const lines = [field.about]
  if (field.type === 'text' && field.pattern !== null) lines.push(`Has to match ${field.pattern}`)
  if (field.type === 'text' && !isFormat(field.format)) lines.push(`Format: ${field.format}`)
  if (field.type === 'many' && (field.min > 0 || field.max !== Infinity)) {
    const to = field.max === Infinity ? '' : ` to ${field.max}`
    lines.push(`Number of choices: ${field.min}${to === '' ? ' or more' : to}`)
  }
  const text = lines.filter((line) => line !== '').join('\n')
  return text === '' ? null : text
}
