import type { Answers, FormField, FormValues } from '@hearth/shared/session'

/** Fields of a form's schema by their names. */
export type Properties = Record<string, object>

/** An elicitation with a form. */
export const form = (properties: Properties, required: string[] = [], message = 'What now?') => ({
  sessionId: 's',
  mode: 'form',
  message,
  requestedSchema: { type: 'object', properties, required },
})

/** The values that a person's answers to the fields of a form come to: texts, numbers, Yes or No, names of choices. */
export const valuesOf = (fields: readonly FormField[], answered: Answers): FormValues =>
  Object.fromEntries(
    fields.flatMap((field, at): [string, FormValues[string]][] => {
      const [given, ...more] = answered[at] ?? []
      if (given === undefined) return []
      if (field.type === 'number') return [[field.name, Number(given)]]
      if (field.type === 'boolean') return [[field.name, given === 'Yes']]
      if (field.type === 'text') return [[field.name, given]]
      const labels = [given, ...more]
      const values = field.choices.filter(({ label }) => labels.includes(label)).map(({ value }) => value)
      return [[field.name, field.multiple ? values : (values[0] ?? given)]]
    }),
  )

export const DECLINED = { action: 'decline' }
