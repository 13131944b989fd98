import { HearthError } from '@hearth/shared/protocol'
import type { FormField, FormValues } from '@hearth/shared/session'

type Value = FormValues[string]

const within = (size: number, low: number | null, high: number | null): boolean =>
  (low === null || size >= low) && (high === null || size <= high)

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

const FORMATS: Readonly<Record<'email' | 'uri' | 'date' | 'date-time', (text: string) => boolean>> = {
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  uri: (text) => URL.canParse(text),
  date: isDate,
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)),
}

const fits = (field: FormField, value: Value): boolean => {
  switch (field.type) {
    case 'text':
      return (
        typeof value === 'string' &&
        within([...value].length, field.minLength, field.maxLength) &&
        (field.format === null || FORMATS[field.format](value))
      )
    case 'number':
      return (
        typeof value === 'number' &&
        (!field.integer || Number.isInteger(value)) &&
        within(value, field.min, field.max)
      )
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice': {
      const chosen = field.multiple ? value : [value]
      if (!Array.isArray(chosen) || new Set(chosen).size !== chosen.length) return false
      return chosen.every((one) => field.choices.some((choice) => choice.value === one))
    }
  }
}

/** Every value one of a field's, each that is required there. @throws {HearthError} `request.answers` naming the field */
export const checkValues = (fields: readonly FormField[], values: FormValues): void => {
  const given = new Map(Object.entries(values))
  for (const field of fields) {
    const value = given.get(field.name)
    given.delete(field.name)
    if (value === undefined ? field.required : !fits(field, value))
      throw new HearthError('request.answers', `“${field.label}” is missing or does not fit`)
  }
  if (given.size > 0) throw new HearthError('request.answers', 'The form has no such field')
}
