import * as v from 'valibot'

const text = v.nullish(v.string())
const size = v.nullish(v.pipe(v.number(), v.finite()))
const Choice = v.object({ const: v.string(), title: v.string(), description: text })

/** One property of a form's schema, of whatever type: the union of the fields of ACP's property schemas. */
export const Property = v.object({
  type: v.string(),
  title: text,
  description: text,
  default: v.optional(v.unknown()),
  minLength: size,
  maxLength: size,
  pattern: text,
  format: text,
  writeOnly: v.nullish(v.boolean()),
  minimum: size,
  maximum: size,
  minItems: size,
  maxItems: size,
  enum: v.nullish(v.array(v.string())),
  oneOf: v.nullish(v.array(Choice)),
  items: v.nullish(
    v.object({ type: text, enum: v.nullish(v.array(v.string())), anyOf: v.nullish(v.array(Choice)) }),
  ),
  _meta: v.nullish(v.object({ codex: v.nullish(v.object({ isSecret: v.nullish(v.boolean()) })) })),
})
export type Property = v.InferOutput<typeof Property>

/** `elicitation/create`, form mode. Its properties are read one by one: any name is allowed, `__proto__` too. */
export const FormParams = v.object({
  mode: v.literal('form'),
  message: v.string(),
  requestedSchema: v.object({
    type: v.nullish(v.literal('object')),
    title: text,
    description: text,
    properties: v.nullish(v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value))),
    required: v.nullish(v.array(v.string())),
  }),
})

/** `elicitation/create`, URL mode. */
export const UrlParams = v.object({ mode: v.literal('url'), message: v.string(), url: v.string() })
