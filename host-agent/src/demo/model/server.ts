import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chat } from './chat.ts'
import { gemini } from './gemini.ts'
import { MAX_BODY_BYTES, MAX_COUNTED_PROMPTS, MAX_ENTRIES } from './limits.ts'
import { messages } from './messages.ts'
import { type Plan, planFor } from './plan.ts'
import { type Interruption, play } from './play.ts'
import { responses } from './responses.ts'
import type { Step } from './script.ts'
import { type Ask, type Dialect, type Item, type Piece, USAGE } from './types.ts'

/** One request that the model got. `outcome` changes when the answer ends or the client hangs up. */
export type Entry = {
  dialect: Dialect['name']
  path: string
  stream: boolean
  /** The person's last words, directives included. */
  prompt: string
  /** True for requests without tools, such as for a title. */
  auxiliary: boolean
  /** Tool results since those words: 0 is the first request of a turn. */
  results: number
  /** Number of transcript items that came along. */
  items: number
  tools: string[]
  outcome: 'open' | 'answered' | 'refused' | 'disconnected'
}

export type ScriptedModel = {
  /** `http://127.0.0.1:port`; OpenAI-style clients append `/v1`. */
  url: string
  /** Newest last, bounded. */
  entries: readonly Entry[]
  close(): Promise<void>
}

export type ModelOptions = {
  port?: number
  /** Told just before a piece of a streamed answer is written: for measuring how long it then travels. */
  onPiece?: (piece: Piece) => void
  /** Told of each request, with the whole transcript that came along. */
  onAsk?: (entry: Entry, items: readonly Item[]) => void
}

/**
 * Starts the scripted model: a stand-in for a model provider that answers from directives in the prompt
 * (docs/decisions/0008-the-scripted-model-ships.md), on loopback only. Port 0 takes a free one.
 */
export async function startScriptedModel(options: ModelOptions = {}): Promise<ScriptedModel> {
  const entries: Entry[] = []
  const { onPiece = () => undefined, onAsk = () => undefined } = options
  const state: State = { entries, failures: new Map(), calls: 0, onPiece, onAsk }
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, entries, close }
}

type State = {
  entries: Entry[]
  failures: Map<string, number>
  calls: number
  onPiece: (piece: Piece) => void
  onAsk: (entry: Entry, items: readonly Item[]) => void
}

function dialectOf(path: string): Dialect | undefined {
  if (path.endsWith('/chat/completions')) return chat
  if (path.endsWith('/responses')) return responses
  if (path.endsWith('/messages')) return messages
  return /:(streamGenerateContent|generateContent)$/.test(path) ? gemini : undefined
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const dialect = dialectOf(url.pathname)
  const body = await readBody(request)
  const parsed = parse(body)
  if (body === undefined) json(response, 413, { error: { message: 'The request is too large.' } })
  else if (dialect === undefined) auxiliary(url.pathname, response)
  else if (parsed === undefined) json(response, 400, dialect.error(400, 'The body is not JSON.'))
  else await answer(state, dialect, url, parsed, response)
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '')
  } catch {
    return undefined
  }
}

async function answer(state: State, dialect: Dialect, url: URL, parsed: unknown, response: ServerResponse) {
  const ask = { ...dialect.read(parsed, url), id: randomUUID().slice(0, 8) }
  const plan = planFor(ask)
  const entry = remember(state, dialect, url, ask, plan)
  state.onAsk(entry, ask.items)
  const gone = new AbortController()
  response.on('close', () => {
    if (entry.outcome === 'open') entry.outcome = 'disconnected'
    gone.abort()
  })
  const steps = plan.steps.filter((step) => !spent(state, plan.prompt, step))
  const pieces = play(steps, ask, () => `call_${++state.calls}`, gone.signal)
  try {
    if (ask.stream) await stream(dialect, ask, told(pieces, state.onPiece), entry, response)
    else await whole(dialect, ask, pieces, entry, response)
  } catch (error) {
    if (!gone.signal.aborted) throw error
  }
}

/** Whether an `error times=n` directive has failed often enough; counts this request. */
function spent(state: State, prompt: string, step: Step): boolean {
  if (step.do !== 'error') return false
  const failed = state.failures.get(prompt) ?? 0
  if (failed >= step.times) return true
  if (state.failures.size >= MAX_COUNTED_PROMPTS) state.failures.clear()
  state.failures.set(prompt, failed + 1)
  return false
}

function remember(state: State, dialect: Dialect, url: URL, ask: Ask, plan: Plan): Entry {
  const entry: Entry = {
    dialect: dialect.name,
    path: url.pathname,
    stream: ask.stream,
    prompt: plan.prompt,
    auxiliary: plan.auxiliary,
    results: plan.results,
    items: ask.items.length,
    tools: ask.tools.map((tool) => tool.name),
    outcome: 'open',
  }
  if (state.entries.length >= MAX_ENTRIES) state.entries.shift()
  state.entries.push(entry)
  return entry
}

type Pieces = AsyncGenerator<Piece | Interruption>

async function* told(pieces: Pieces, onPiece: (piece: Piece) => void): Pieces {
  for await (const piece of pieces) {
    if (piece.kind !== 'stall' && piece.kind !== 'error') onPiece(piece)
    yield piece
  }
}

async function stream(dialect: Dialect, ask: Ask, pieces: Pieces, entry: Entry, response: ServerResponse) {
  const writer = dialect.writer(ask)
  const begin = () => {
    if (response.headersSent) return
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    response.write(writer.start())
  }
  for await (const piece of pieces) {
    if (piece.kind === 'error') {
      refuse(dialect, piece.code, entry, response)
      return
    }
    begin()
    if (piece.kind === 'stall') return
    response.write(writer.piece(piece))
  }
  begin()
  entry.outcome = 'answered'
  response.end(writer.end())
}

async function whole(dialect: Dialect, ask: Ask, pieces: Pieces, entry: Entry, response: ServerResponse) {
  const all: Piece[] = []
  for await (const piece of pieces) {
    if (piece.kind === 'error') {
      refuse(dialect, piece.code, entry, response)
      return
    }
    if (piece.kind === 'stall') return
    all.push(piece)
  }
  entry.outcome = 'answered'
  json(response, 200, dialect.whole(ask, all))
}

/** An error status, or a broken connection when the answer has begun. */
function refuse(dialect: Dialect, code: number, entry: Entry, response: ServerResponse): void {
  entry.outcome = 'refused'
  if (response.headersSent) response.destroy()
  else json(response, code, dialect.error(code, `Scripted error ${code}.`))
}

/** Model lists and token counts; anything else is not found. */
function auxiliary(path: string, response: ServerResponse): void {
  if (path.endsWith('/count_tokens')) json(response, 200, { input_tokens: USAGE.input })
  else if (path.endsWith(':countTokens')) json(response, 200, { totalTokens: USAGE.input })
  else if (path.endsWith('/models')) json(response, 200, { object: 'list', data: [MODEL] })
  else json(response, 404, { error: { message: 'No such path.' } })
}

const MODEL = { id: 'mock-model', object: 'model', owned_by: 'hearth' }

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
