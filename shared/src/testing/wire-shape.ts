interface Node {
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** What of a schema or an action is seen on the wire. Messages to programmers and functions are not. */
const SEEN = [
  'type',
  'literal',
  'key',
  'requirement',
  'metadata',
  'options',
  'entries',
  'item',
  'items',
  'value',
  'wrapped',
  'rest',
  'default',
  'pipe',
]

const plain = (value: unknown): unknown => {
  if (value instanceof RegExp) return String(value)
  if (typeof value === 'function') return 'function'
  if (Array.isArray(value)) return value.map(plain)
  if (!isNode(value)) return value ?? null
  const keys = 'kind' in value ? SEEN.filter((key) => key in value) : Object.keys(value).sort()
  return Object.fromEntries(keys.map((key) => [key, plain(value[key])]))
}

/**
 * The shape of valibot schemas as canonical JSON: types, fields, options, literals, bounds, patterns and metadata.
 * A check that is a function is seen only as one, so that it needs `v.metadata` beside it to be told apart.
 */
export const wireShape = (schemas: unknown): string => JSON.stringify(plain(schemas))
