import type { FormField, FormValues } from '@hearth/shared/session'
import { type FormDraft, valuesOf } from './draft.ts'
import { wrong } from './words.ts'

type Text = Extract<FormField, { type: 'text' }>

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

const FORMATS: Readonly<Record<NonNullable<Text['format']>, (text: string) => boolean>> = {
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
  uri: (text) => URL.canParse(text),
  date: isDate,
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)),
}

/** As the host counts them: characters, not their halves. */
const lengthOf = (text: string): number => [...text].length

const textWrong = (field: Text, text: string): string | null => {
  const length = lengthOf(text)
  if (field.minLength !== null && length < field.minLength) return wrong.short(field.minLength)
  if (field.maxLength !== null && length > field.maxLength) return wrong.long(field.maxLength)
  return field.format !== null && !FORMATS[field.format](text) ? wrong.format[field.format] : null
}

/** What is wrong with a value, in words; null when the host will take it. Held to the same rules as at the host. */
export const wrongWith = (field: FormField, value: FormValues[string] | undefined): string | null => {
  if (value === undefined) return field.required ? wrong.missing : null
  switch (field.type) {
    case 'text':
      return typeof value === 'string' ? textWrong(field, value) : wrong.missing
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return wrong.number
      if (field.integer && !Number.isInteger(value)) return wrong.integer
      if (field.min !== null && value < field.min) return wrong.low(field.min)
      return field.max !== null && value > field.max ? wrong.high(field.max) : null
    case 'boolean':
      return null
    case 'choice': {
      const chosen = Array.isArray(value) ? value : [value]
      return chosen.every((one) => field.choices.some((choice) => choice.value === one))
        ? null
        : wrong.missing
    }
  }
}

/** What is wrong, by the names of the fields. */
export const wrongIn = (fields: readonly FormField[], draft: FormDraft): ReadonlyMap<string, string> => {
  const values = new Map(Object.entries(valuesOf(fields, draft)))
  return new Map(
    fields.flatMap((field) => {
      const why = wrongWith(field, values.get(field.name))
      return why === null ? [] : [[field.name, why] as const]
    }),
  )
}
