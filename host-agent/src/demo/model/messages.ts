import { joined } from './chat.ts'
import { list, record, sse, string, textOf } from './json.ts'
import { readTools } from './schema.ts'
import { type Ask, type Dialect, type Item, type Piece, USAGE, type Writer } from './types.ts'

/** Anthropic messages, as Claude Code speaks it. */
export const messages: Dialect = {
  name: 'messages',
  read(body) {
    const root = record(body)
    const items: Item[] = [
      { kind: 'system', text: textOf(root.system) },
      ...list(root.messages).flatMap(readMessage),
    ]
    return { model: string(root.model), stream: root.stream === true, items, tools: readTools(root.tools) }
  },
  writer,
  whole(ask, pieces) {
    const thinking = joined(pieces, 'reason')
    const text = joined(pieces, 'text')
    const calls = pieces.filter((piece) => piece.kind === 'call')
    const content = [
      ...(thinking === '' ? [] : [{ type: 'thinking', thinking, signature: 'scripted' }]),
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...calls.map((call) => ({ type: 'tool_use', id: call.id, name: call.name, input: call.args })),
    ]
    const stop_reason = calls.length > 0 ? 'tool_use' : 'end_turn'
    return { ...envelope(ask), content, stop_reason, usage: usage(USAGE.output) }
  },
  error: (status, message) => ({
    type: 'error',
    error: { type: status < 500 ? 'invalid_request_error' : 'api_error', message },
  }),
}

/**
 * A user message may hold tool results and, after a cancelled tool, the person's next words as well: results
 * first, then the words. Blocks that the agent itself adds as reminders are not the person's words.
 */
function readMessage(value: unknown): Item[] {
  const message = record(value)
  if (message.role !== 'user') return [{ kind: 'assistant', text: textOf(message.content) }]
  if (typeof message.content === 'string') return words(message.content)
  const blocks = list(message.content).map(record)
  const results = blocks.filter((block) => block.type === 'tool_result')
  const text = blocks.filter((block) => block.type === 'text').map((block) => string(block.text))
  return [
    ...results.map((block): Item => ({ kind: 'result', text: textOf(block.content) })),
    ...words(text.join('\n')),
  ]
}

function words(text: string): Item[] {
  const own = text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>/g, '').trim()
  return own === '' ? [] : [{ kind: 'user', text: own }]
}

function usage(output: number) {
  return {
    input_tokens: USAGE.input - USAGE.cached,
    cache_read_input_tokens: USAGE.cached,
    cache_creation_input_tokens: 0,
    output_tokens: output,
  }
}

function envelope(ask: Ask) {
  return { id: `msg_${ask.id}`, type: 'message', role: 'assistant', model: ask.model, stop_sequence: null }
}

const BLOCK = { text: 'text', reason: 'thinking', call: 'tool_use' } as const

function writer(ask: Ask): Writer {
  let index = -1
  let open: Piece['kind'] | undefined
  let called = false
  const event = (type: string, data: Record<string, unknown>) => sse({ type, ...data }, type)
  const close = () => {
    if (open === undefined) return ''
    open = undefined
    return event('content_block_stop', { index })
  }
  const begin = (piece: Piece) => {
    const closed = close()
    index += 1
    open = piece.kind
    return closed + event('content_block_start', { index, content_block: emptyBlock(piece) })
  }
  return {
    start: () => {
      const message = { ...envelope(ask), content: [], stop_reason: null, usage: usage(1) }
      return event('message_start', { message })
    },
    piece: (piece) => {
      const begun = piece.kind === 'call' || open !== piece.kind ? begin(piece) : ''
      if (piece.kind === 'call') called = true
      return begun + event('content_block_delta', { index, delta: delta(piece) })
    },
    end: () => {
      const stop = { stop_reason: called ? 'tool_use' : 'end_turn', stop_sequence: null }
      const last = event('message_delta', { delta: stop, usage: usage(USAGE.output) })
      return close() + last + event('message_stop', {})
    },
  }
}

function emptyBlock(piece: Piece) {
  const type = BLOCK[piece.kind]
  if (piece.kind === 'call') return { type, id: piece.id, name: piece.name, input: {} }
  return piece.kind === 'reason' ? { type, thinking: '', signature: '' } : { type, text: '' }
}

function delta(piece: Piece) {
  if (piece.kind === 'call') return { type: 'input_json_delta', partial_json: JSON.stringify(piece.args) }
  return piece.kind === 'reason'
    ? { type: 'thinking_delta', thinking: piece.text }
    : { type: 'text_delta', text: piece.text }
}
