import { type AnyMessage, agent, RequestError, type Stream } from '@agentclientprotocol/sdk'
import type { Channel } from '../../acp/process.ts'

/** What a scripted agent can do while it has a prompt. */
export type PromptContext = {
  sessionId: string
  text: string
  /** Aborts when the client cancels. */
  cancelled: AbortSignal
  update(update: Record<string, unknown>): Promise<void>
  ask(method: string, params: Record<string, unknown>): Promise<unknown>
  /** Writes anything, as it is. */
  raw(message: unknown): Promise<void>
  /** The process ends. */
  die(): void
}

/** What the scripted agent does; what is left out it does as a plain agent would. */
export type Script = {
  initialize?: Record<string, unknown>
  opened?: Record<string, unknown>
  /** Answers a method by its params; throws a RequestError to refuse it. */
  on?: Record<string, (params: Record<string, unknown>, context: PromptContext) => unknown>
  prompt?(context: PromptContext): unknown
}

/** A running scripted agent. `calls` are the requests and notifications that it got, by method. */
export type Fake = { channel: Channel; calls: { method: string; params: unknown }[]; die(): void }

export const text = (words: string): Record<string, unknown> => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text: words },
})

const CAPABILITIES = {
  loadSession: true,
  promptCapabilities: { image: true, embeddedContext: true },
  sessionCapabilities: { list: {} },
}

/** Starts a scripted agent in this process, on the SDK's own agent side. */
export function startFake(script: Script): Fake {
  const toClient = new TransformStream<AnyMessage, AnyMessage>()
  const toAgent = new TransformStream<AnyMessage, AnyMessage>()
  let cancel = new AbortController()
  let end: (how: string) => void = () => undefined
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  const calls: Fake['calls'] = []
  const writer = toClient.writable.getWriter()
  const out = new WritableStream<AnyMessage>({ write: (message) => writer.write(message) })
  const die = (how = 'it ended with status 1') => {
    connection.close()
    writer.close().catch(() => undefined)
    end(how)
  }
  const context = (params: Record<string, unknown>): PromptContext => ({
    sessionId: 'fake-1',
    text: promptText(params),
    cancelled: cancel.signal,
    update: (update) => connection.client.notify('session/update', { sessionId: 'fake-1', update }),
    ask: (method, more) => connection.client.request(method, { sessionId: 'fake-1', ...more }),
    raw: (message) => writer.write(message as AnyMessage),
    die: () => die(),
  })
  const connection = agent({ name: 'fake' })
    .onRequest('*', ({ method, params }) => {
      calls.push({ method, params })
      return answer(script, method, record(params), context)
    })
    .onNotification('*', ({ method, params }) => {
      calls.push({ method, params })
      if (method !== 'session/cancel') return
      cancel.abort()
      cancel = new AbortController()
    })
    .connect({ readable: toAgent.readable, writable: out })
  const stream: Stream = { readable: toClient.readable, writable: toAgent.writable }
  const stop = async () => die('it was ended by SIGTERM')
  return {
    channel: { stream, pid: null, family: null, ended, tail: () => ['its last words'], stop },
    calls,
    die,
  }
}

async function answer(
  script: Script,
  method: string,
  params: Record<string, unknown>,
  context: (params: Record<string, unknown>) => PromptContext,
): Promise<unknown> {
  const own = script.on?.[method]
  if (own !== undefined) return own(params, context(params))
  switch (method) {
    case 'initialize':
      return { protocolVersion: 1, agentCapabilities: CAPABILITIES, ...script.initialize }
    case 'session/new':
      return { sessionId: 'fake-1', ...script.opened }
    case 'session/load':
      return { ...script.opened }
    case 'session/prompt':
      return script.prompt?.(context(params)) ?? { stopReason: 'end_turn' }
    default:
      throw RequestError.methodNotFound(method)
  }
}

const record = (params: unknown): Record<string, unknown> =>
  typeof params === 'object' && params !== null ? { ...params } : {}

function promptText({ prompt }: Record<string, unknown>): string {
  const blocks = Array.isArray(prompt) ? prompt : []
  return blocks.map((block) => (typeof block?.text === 'string' ? block.text : '')).join('')
}
