/** Small readers for JSON of unknown shape: a scripted model must not fall over a field it does not use. */

export type Json = Record<string, unknown>

export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The text of a message content that is either a string or a list of typed blocks. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return list(content)
    .map((block) => string(record(block).text))
    .filter((text) => text !== '')
    .join('\n')
}

/** One server-sent event. */
export function sse(data: unknown, event?: string): string {
  const name = event === undefined ? '' : `event: ${event}\n`
  return `${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}
