import * as v from 'valibot'
import { SESSION_LIMITS } from './limits.ts'

const text = v.pipe(v.string(), v.maxLength(SESSION_LIMITS.answerText.value))
const named = {
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(SESSION_LIMITS.choiceText.value)),
  label: v.string(),
  description: v.nullable(v.string()),
  required: v.boolean(),
}
const FormChoice = v.strictObject({ value: v.string(), label: v.string() })

/** One field of a form, made by the host from the schema that an agent gave (ACP's and MCP's flat JSON schemas). */
export const FormField = v.variant('type', [
  v.strictObject({
    type: v.literal('text'),
    ...named,
    format: v.nullable(v.picklist(['email', 'uri', 'date', 'date-time'])),
    minLength: v.nullable(v.number()),
    maxLength: v.nullable(v.number()),
    initial: v.nullable(v.string()),
  }),
  v.strictObject({
    type: v.literal('number'),
    ...named,
    integer: v.boolean(),
    min: v.nullable(v.number()),
    max: v.nullable(v.number()),
    initial: v.nullable(v.number()),
  }),
  v.strictObject({ type: v.literal('boolean'), ...named, initial: v.nullable(v.boolean()) }),
  v.strictObject({
    type: v.literal('choice'),
    ...named,
    multiple: v.boolean(),
    choices: v.pipe(v.array(FormChoice), v.maxLength(SESSION_LIMITS.choices.value)),
    initial: v.array(v.string()),
  }),
])
export type FormField = v.InferOutput<typeof FormField>

/** What a person filled in, by the fields' names; a field that was left empty is left out. */
export const FormValues = v.record(
  v.string(),
  v.union([
    text,
    v.pipe(v.number(), v.finite()),
    v.boolean(),
    v.pipe(v.array(text), v.maxLength(SESSION_LIMITS.choices.value)),
  ]),
)
export type FormValues = v.InferOutput<typeof FormValues>
