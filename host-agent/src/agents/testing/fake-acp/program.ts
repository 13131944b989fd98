import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { agent, ndJsonStream, RequestError } from '@agentclientprotocol/sdk'
import { Memory } from './memory.ts'
import { askModel, type Message, type Write } from './model.ts'

/**
 * A plain agent over ACP as a program of its own, on the scripted model of SCRIPTED_MODEL_URL: it has one tool, for
 * which it asks, and takes its conversations up again. What real agents take hundreds of MB for, in 60.
 */
const url = process.env.SCRIPTED_MODEL_URL ?? ''
const memory = new Memory(join(homedir(), '.plain-agent'))

type Conversation = { cwd: string; messages: Message[]; stop: AbortController }
const open = new Map<string, Conversation>()

const textOf = (prompt: unknown): string =>
  (Array.isArray(prompt) ? prompt : [])
    .map((block) => (typeof block?.text === 'string' ? block.text : ''))
    .join('')

const known = (id: string): Conversation => {
  const found = open.get(id)
  if (found === undefined) throw RequestError.resourceNotFound(id)
  return found
}

const connection = agent({ name: 'plain' })
  .onRequest('*', ({ method, params }) => answer(method, { ...(params as Record<string, unknown>) }))
  .onNotification('*', ({ method, params }) => {
    const { sessionId = '' } = params as { sessionId?: string }
    if (method === 'session/cancel') open.get(sessionId)?.stop.abort()
  })
  .connect(
    ndJsonStream(
      Writable.toWeb(process.stdout),
      // Node's own type of a web stream is another one than the platform's.
      Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>,
    ),
  )

const update = (sessionId: string, content: Record<string, unknown>) =>
  connection.client.notify('session/update', { sessionId, update: content })

const chunk = (sessionUpdate: string, text: string) => ({ sessionUpdate, content: { type: 'text', text } })

async function answer(method: string, params: Record<string, unknown>): Promise<unknown> {
  const id = String(params.sessionId ?? '')
  const cwd = String(params.cwd ?? '')
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: 1,
        agentInfo: { name: 'plain', version: '1.0.0' },
        agentCapabilities: { loadSession: true },
      }
    case 'session/new': {
      const sessionId = randomUUID()
      memory.write(sessionId, [])
      open.set(sessionId, { cwd, messages: [], stop: new AbortController() })
      return { sessionId }
    }
    case 'session/load': {
      const messages = memory.read(id)
      if (messages === null) throw RequestError.resourceNotFound(id)
      open.set(id, { cwd, messages, stop: new AbortController() })
      for (const { role, content } of messages) {
        if (role === 'tool' || content === '') continue
        await update(id, chunk(role === 'user' ? 'user_message_chunk' : 'agent_message_chunk', content))
      }
      return {}
    }
    case 'session/prompt':
      return turn(id, known(id), textOf(params.prompt))
    default:
      throw RequestError.methodNotFound(method)
  }
}

/** One turn: asks the model until it wants nothing more. */
async function turn(id: string, conversation: Conversation, prompt: string): Promise<{ stopReason: string }> {
  conversation.stop = new AbortController()
  const { messages, stop } = conversation
  const add = (message: Message) => {
    messages.push(message)
    memory.write(id, messages)
  }
  add({ role: 'user', content: prompt })
  try {
    for (;;) {
      let said = ''
      const writes = await askModel(
        url,
        messages,
        async (text) => {
          said += text
          await update(id, chunk('agent_message_chunk', text))
        },
        stop.signal,
      )
      add({ role: 'assistant', content: said })
      if (writes.length === 0) return { stopReason: 'end_turn' }
      for (const each of writes)
        add({ role: 'tool', tool_call_id: each.id, content: await write(id, conversation, each) })
    }
  } catch (error) {
    if (stop.signal.aborted) return { stopReason: 'cancelled' }
    throw RequestError.internalError({ details: error instanceof Error ? error.message : String(error) })
  }
}

async function write(id: string, { cwd, stop }: Conversation, each: Write): Promise<string> {
  const path = resolve(cwd, each.path)
  const toolCall = {
    toolCallId: each.id,
    title: `Write ${each.path}`,
    kind: 'edit',
    status: 'pending',
    content: [{ type: 'diff', path, oldText: null, newText: each.content }],
  }
  await update(id, { sessionUpdate: 'tool_call', ...toolCall })
  const options = [
    { optionId: 'allow', name: 'Allow', kind: 'allow_once' },
    { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
  ]
  const { outcome } = await connection.client.request<{ outcome: { optionId?: string } }>(
    'session/request_permission',
    { sessionId: id, toolCall, options },
  )
  stop.signal.throwIfAborted()
  const isAllowed = outcome.optionId === 'allow'
  if (isAllowed) writeFileSync(path, each.content)
  const status = isAllowed ? 'completed' : 'failed'
  await update(id, { sessionUpdate: 'tool_call_update', toolCallId: each.id, status })
  return isAllowed ? 'Written.' : 'The person did not allow it.'
}
