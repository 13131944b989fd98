/** What the four dialects have in common: a request read into one shape, an answer written from one shape. */

/** A tool as the request declares it: name, and the properties of its JSON schema. */
export type ToolSpec = {
  name: string
  properties: Record<string, PropertySpec>
  required: string[]
}

/** The parts of a JSON schema that decide what an argument looks like. */
export type PropertySpec = {
  type?: string | undefined
  description?: string | undefined
  enum?: unknown[] | undefined
  items?: PropertySpec | undefined
  properties?: Record<string, PropertySpec> | undefined
}

/** One entry of the transcript that came with the request, oldest first. */
export type Item =
  | { kind: 'system'; text: string }
  | { kind: 'user'; text: string }
  | { kind: 'assistant'; text: string }
  | { kind: 'result'; text: string }

/** A model request, whatever its dialect. */
export type Ask = {
  model: string
  stream: boolean
  items: Item[]
  tools: ToolSpec[]
  /** Names the answer, like no other: agents take two answers of one name for parts of the same. */
  id: string
}

/** One piece of the answer, in the order in which it is streamed. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'reason'; text: string }
  | { kind: 'call'; id: string; name: string; args: Record<string, unknown> }

/** Writes one streamed answer. Each method returns the bytes to send, already framed as server-sent events. */
export type Writer = {
  start(): string
  piece(piece: Piece): string
  end(): string
}

/** One model API. All methods are pure. */
export type Dialect = {
  name: 'chat' | 'responses' | 'messages' | 'gemini'
  /** Reads a parsed body. `url` is needed where the path carries the model and the mode. */
  read(body: unknown, url: URL): Omit<Ask, 'id'>
  writer(ask: Ask): Writer
  /** The answer to a request that did not ask for a stream. */
  whole(ask: Ask, pieces: Piece[]): unknown
  error(status: number, message: string): unknown
}

/** Fixed usage of every answer, in tokens: `input` includes `cached`, `output` includes `reasoning`. */
export const USAGE = { input: 1000, cached: 200, output: 50, reasoning: 10 } as const
