import { list, record, sse, string, textOf } from './json.ts'
import { readTools } from './schema.ts'
import { type Ask, type Dialect, type Item, type Piece, USAGE, type Writer } from './types.ts'

/** Gemini generateContent and streamGenerateContent: the path names the model and the mode. */
export const gemini: Dialect = {
  name: 'gemini',
  read(body, url) {
    const root = record(body)
    const model = /models\/([^:]+):/.exec(url.pathname)?.[1] ?? ''
    const system = textOf(record(root.systemInstruction ?? root.system_instruction).parts)
    const items: Item[] = [{ kind: 'system', text: system }, ...list(root.contents).flatMap(readContent)]
    const stream = url.pathname.endsWith(':streamGenerateContent')
    return { model, stream, items, tools: readTools(root.tools) }
  },
  writer,
  whole: (ask, pieces) => answer(ask, merge(pieces).map(part), true),
  error: (status, message) => ({
    error: { code: status, message, status: status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL' },
  }),
}

function readContent(value: unknown): Item[] {
  const content = record(value)
  const parts = list(content.parts).map(record)
  if (content.role === 'model') return [{ kind: 'assistant', text: textOf(parts) }]
  const results = parts.filter((p) => p.functionResponse !== undefined)
  const text = textOf(parts.filter((p) => p.text !== undefined))
  return [
    ...results.map((p): Item => ({ kind: 'result', text: resultText(p.functionResponse) })),
    ...(text === '' ? [] : [{ kind: 'user' as const, text }]),
  ]
}

function resultText(response: unknown): string {
  const body = record(record(response).response)
  return string(body.output) || JSON.stringify(body)
}

/** Adjacent pieces of one kind are one part in an answer that is not streamed. */
function merge(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = []
  for (const piece of pieces) {
    const last = merged.at(-1)
    if (last === undefined || piece.kind === 'call' || last.kind !== piece.kind) merged.push(piece)
    else merged[merged.length - 1] = { ...last, text: last.text + piece.text }
  }
  return merged
}

function part(piece: Piece) {
  if (piece.kind === 'call') return { functionCall: { id: piece.id, name: piece.name, args: piece.args } }
  return piece.kind === 'reason' ? { text: piece.text, thought: true } : { text: piece.text }
}

function answer(ask: Ask, parts: unknown[], last: boolean) {
  const candidate = { index: 0, content: { role: 'model', parts }, ...(last ? { finishReason: 'STOP' } : {}) }
  const usageMetadata = {
    promptTokenCount: USAGE.input,
    cachedContentTokenCount: USAGE.cached,
    candidatesTokenCount: USAGE.output - USAGE.reasoning,
    thoughtsTokenCount: USAGE.reasoning,
    totalTokenCount: USAGE.input + USAGE.output,
  }
  return { candidates: [candidate], modelVersion: ask.model, ...(last ? { usageMetadata } : {}) }
}

function writer(ask: Ask): Writer {
  return {
    start: () => '',
    piece: (piece) => sse(answer(ask, [part(piece)], false)),
    end: () => sse(answer(ask, [{ text: '' }], true)),
  }
}
