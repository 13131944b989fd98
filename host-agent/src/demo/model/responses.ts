import { errorType } from './chat.ts'
import { list, record, sse, string, textOf } from './json.ts'
import { readTools } from './schema.ts'
import { type Ask, type Dialect, type Item, type Piece, USAGE, type Writer } from './types.ts'

/** OpenAI responses, as Codex speaks it. */
export const responses: Dialect = {
  name: 'responses',
  read(body) {
    const root = record(body)
    const system: Item[] =
      root.instructions === undefined ? [] : [{ kind: 'system', text: string(root.instructions) }]
    const input =
      typeof root.input === 'string'
        ? [{ kind: 'user' as const, text: root.input }]
        : list(root.input).flatMap(readInput)
    const tools = readTools(list(root.tools).flatMap(unfold))
    return { model: string(root.model), stream: root.stream === true, items: [...system, ...input], tools }
  },
  writer,
  whole(ask, pieces) {
    const log = new OutputLog(ask.id)
    for (const piece of pieces) log.add(piece)
    return response(ask, 'completed', log.items)
  },
  error: (status, message) => ({ error: { message, type: errorType(status), code: String(status) } }),
}

/** Between a namespace and the tool that stands in it, as Codex groups those of an MCP server; no name has it. */
const IN_NAMESPACE = '.'

/** The tools of a namespace, each by its full name. */
function unfold(value: unknown): unknown[] {
  const { type, name, tools } = record(value)
  if (type !== 'namespace') return [value]
  return list(tools).map((tool) => ({
    ...record(tool),
    name: `${string(name)}${IN_NAMESPACE}${string(record(tool).name)}`,
  }))
}

/** A tool's name as a call gives it. */
function calledBy(name: string): { name: string; namespace?: string } {
  const at = name.indexOf(IN_NAMESPACE)
  return at === -1 ? { name } : { namespace: name.slice(0, at), name: name.slice(at + 1) }
}

function readInput(value: unknown): Item[] {
  const item = record(value)
  if (item.type === 'function_call_output' || item.type === 'custom_tool_call_output') {
    return [{ kind: 'result', text: textOf(item.output) }]
  }
  const text = textOf(item.content)
  if (item.role === 'user') return [{ kind: 'user', text }]
  if (item.role === 'system' || item.role === 'developer') return [{ kind: 'system', text }]
  return item.role === 'assistant' ? [{ kind: 'assistant', text }] : []
}

type OutputItem = Record<string, unknown> & { id: string; type: string }

/** The output items of one response; adjacent pieces of one kind belong to one item. */
class OutputLog {
  readonly items: OutputItem[] = []
  private text = ''
  private readonly name: string

  constructor(name: string) {
    this.name = name
  }

  /** Index and item that the piece went to, and whether it opened that item. */
  add(piece: Piece): { index: number; item: OutputItem; opened: boolean } {
    const type = typeOf(piece)
    const last = this.items.at(-1)
    const opened = last === undefined || last.type !== type || piece.kind === 'call'
    if (opened) this.text = ''
    if (piece.kind !== 'call') this.text += piece.text
    const index = opened ? this.items.length : this.items.length - 1
    const item = this.build(piece, type, index)
    this.items[index] = item
    return { index, item, opened }
  }

  private build(piece: Piece, type: string, index: number): OutputItem {
    const id = `item_${this.name}_${index}`
    if (piece.kind === 'call') {
      const args = JSON.stringify(piece.args)
      return { id, type, status: 'completed', call_id: piece.id, ...calledBy(piece.name), arguments: args }
    }
    if (piece.kind === 'reason') return { id, type, summary: [{ type: 'summary_text', text: this.text }] }
    const content = [{ type: 'output_text', text: this.text, annotations: [] }]
    return { id, type, role: 'assistant', status: 'completed', content }
  }
}

function writer(ask: Ask): Writer {
  const log = new OutputLog(ask.id)
  let sequence = 0
  const event = (type: string, data: Record<string, unknown>) =>
    sse({ type, sequence_number: sequence++, ...data }, type)
  let open: { index: number; item: OutputItem } | undefined
  const close = () => {
    if (open === undefined) return ''
    const done = { output_index: open.index, item: open.item }
    open = undefined
    return event('response.output_item.done', done)
  }
  return {
    start: () => event('response.created', { response: response(ask, 'in_progress', []) }),
    piece: (piece) => {
      const isNew = piece.kind === 'call' || open === undefined || open.item.type !== typeOf(piece)
      const closed = isNew ? close() : ''
      const { index, item, opened } = log.add(piece)
      open = { index, item }
      const added = opened
        ? event('response.output_item.added', { output_index: index, item: blank(item) })
        : ''
      return closed + added + delta(event, piece, index, item.id)
    },
    end: () => close() + event('response.completed', { response: response(ask, 'completed', log.items) }),
  }
}

function typeOf(piece: Piece): string {
  return piece.kind === 'text' ? 'message' : piece.kind === 'reason' ? 'reasoning' : 'function_call'
}

/** The item as first announced: without what the deltas bring. */
function blank(item: OutputItem): OutputItem {
  if (item.type === 'function_call') return { ...item, status: 'in_progress', arguments: '' }
  return item.type === 'reasoning'
    ? { ...item, summary: [] }
    : { ...item, status: 'in_progress', content: [] }
}

type Emit = (type: string, data: Record<string, unknown>) => string

function delta(emit: Emit, piece: Piece, index: number, id: string): string {
  const where = { item_id: id, output_index: index }
  if (piece.kind === 'text') {
    return emit('response.output_text.delta', { ...where, content_index: 0, delta: piece.text })
  }
  if (piece.kind === 'reason') {
    return emit('response.reasoning_summary_text.delta', { ...where, summary_index: 0, delta: piece.text })
  }
  const args = JSON.stringify(piece.args)
  return (
    emit('response.function_call_arguments.delta', { ...where, delta: args }) +
    emit('response.function_call_arguments.done', { ...where, arguments: args })
  )
}

function response(ask: Ask, status: string, output: OutputItem[]) {
  const usage = {
    input_tokens: USAGE.input,
    input_tokens_details: { cached_tokens: USAGE.cached },
    output_tokens: USAGE.output,
    output_tokens_details: { reasoning_tokens: USAGE.reasoning },
    total_tokens: USAGE.input + USAGE.output,
  }
  const ended = status === 'completed' ? { usage } : {}
  return {
    id: `resp_${ask.id}`,
    object: 'response',
    created_at: 0,
    status,
    model: ask.model,
    output,
    ...ended,
  }
}
