import type { FormField, FormValues } from '@hearth/shared/session'

/** What stands in the fields of a form: texts as they were typed, so that a half-typed number stays one. */
export type FormDraft = Readonly<Record<string, string | boolean | readonly string[]>>

/** What a field holds before anybody has touched it. */
const initialOf = (field: FormField): FormDraft[string] => {
  switch (field.type) {
    case 'text':
      return field.initial ?? ''
    case 'number':
      return field.initial === null ? '' : String(field.initial)
    case 'boolean':
      return field.initial ?? false
    case 'choice':
      return field.multiple ? field.initial : (field.initial[0] ?? '')
  }
}

export const heldIn = (draft: FormDraft, field: FormField): FormDraft[string] =>
  draft[field.name] ?? initialOf(field)

/** The number that a text says; NaN when it says none. */
const numberOf = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN

/** A field's value as it is sent; undefined when the field was left empty. */
const sentOf = (field: FormField, held: FormDraft[string]): FormValues[string] | undefined => {
  if (typeof held === 'boolean') return held
  if (typeof held !== 'string') return held.length === 0 ? undefined : [...held]
  if (held.trim() === '') return undefined
  return field.type === 'number' ? numberOf(held.trim()) : held
}

/** All that was filled in, by name. */
export const valuesOf = (fields: readonly FormField[], draft: FormDraft): FormValues =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const value = sentOf(field, heldIn(draft, field))
      return value === undefined ? [] : [[field.name, value]]
    }),
  )
