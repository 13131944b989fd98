import { list, record, sse, string, textOf } from './json.ts'
import { readTools } from './schema.ts'
import { type Ask, type Dialect, type Item, type Piece, USAGE, type Writer } from './types.ts'

/** OpenAI chat/completions, as opencode and Qwen Code speak it. */
export const chat: Dialect = {
  name: 'chat',
  read(body) {
    const root = record(body)
    const items = list(root.messages).flatMap(readMessage)
    return { model: string(root.model), stream: root.stream === true, items, tools: readTools(root.tools) }
  },
  writer,
  whole(ask, pieces) {
    const calls = pieces.filter((piece) => piece.kind === 'call')
    const message = {
      role: 'assistant',
      content: joined(pieces, 'text'),
      reasoning_content: joined(pieces, 'reason'),
      ...(calls.length === 0 ? {} : { tool_calls: calls.map(toolCall) }),
    }
    const choices = [{ index: 0, message, finish_reason: calls.length === 0 ? 'stop' : 'tool_calls' }]
    return {
      id: `chatcmpl-${ask.id}`,
      object: 'chat.completion',
      created: 0,
      model: ask.model,
      choices,
      usage,
    }
  },
  error: (status, message) => ({ error: { message, type: errorType(status), code: String(status) } }),
}

/** 4xx must not read as a server's fault, or agents retry them. */
export function errorType(status: number): string {
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/** The text of all pieces of one kind. */
export function joined(pieces: readonly Piece[], kind: 'text' | 'reason'): string {
  return pieces.map((piece) => (piece.kind === kind ? piece.text : '')).join('')
}

const usage = {
  prompt_tokens: USAGE.input,
  completion_tokens: USAGE.output,
  total_tokens: USAGE.input + USAGE.output,
  prompt_tokens_details: { cached_tokens: USAGE.cached },
  completion_tokens_details: { reasoning_tokens: USAGE.reasoning },
}

function readMessage(value: unknown): Item[] {
  const message = record(value)
  const text = textOf(message.content)
  switch (message.role) {
    case 'system':
    case 'developer':
      return [{ kind: 'system', text }]
    case 'user':
      return [{ kind: 'user', text }]
    case 'tool':
      return [{ kind: 'result', text }]
    default:
      return [{ kind: 'assistant', text }]
  }
}

function toolCall(piece: Extract<Piece, { kind: 'call' }>) {
  const call = { name: piece.name, arguments: JSON.stringify(piece.args) }
  return { id: piece.id, type: 'function', function: call }
}

function writer(ask: Ask): Writer {
  let calls = 0
  const chunk = (delta: unknown, finish: string | null = null, more = {}) =>
    sse({
      id: `chatcmpl-${ask.id}`,
      object: 'chat.completion.chunk',
      created: 0,
      model: ask.model,
      choices: [{ index: 0, delta, finish_reason: finish }],
      ...more,
    })
  return {
    start: () => chunk({ role: 'assistant', content: '' }),
    piece: (piece) => {
      if (piece.kind === 'text') return chunk({ content: piece.text })
      if (piece.kind === 'reason') return chunk({ reasoning_content: piece.text })
      return chunk({ tool_calls: [{ index: calls++, ...toolCall(piece) }] })
    },
    end: () => chunk({}, calls > 0 ? 'tool_calls' : 'stop', { usage }) + sse('[DONE]'),
  }
}
