import * as v from 'valibot'

/** Shapes of opencode 1.x that the driver reads; fields that it does not use are left out (docs/agents/opencode.md). */

const optional = v.optional
const text = v.string()

export const Failure = v.object({
  name: text,
  data: optional(v.object({ message: optional(text) })),
})
export type Failure = v.InferOutput<typeof Failure>

const user = v.object({
  role: v.literal('user'),
  id: text,
  sessionID: text,
  time: v.object({ created: v.number() }),
})
const assistant = v.object({
  role: v.literal('assistant'),
  id: text,
  sessionID: text,
  parentID: text,
  time: v.object({ created: v.number(), completed: optional(v.number()) }),
  error: optional(Failure),
  finish: optional(text),
})
export const Info = v.variant('role', [user, assistant])
export type Info = v.InferOutput<typeof Info>
export type Answer = v.InferOutput<typeof assistant>

const count = v.fallback(v.pipe(v.number(), v.finite(), v.minValue(0)), 0)
const Tokens = v.object({
  input: count,
  output: count,
  reasoning: count,
  cache: v.object({ read: count, write: count }),
})

const partIds = { id: text, messageID: text, sessionID: text }
const ended = optional(v.object({ end: optional(v.number()) }))
export const TextPart = v.object({
  ...partIds,
  type: v.picklist(['text', 'reasoning']),
  text,
  synthetic: optional(v.boolean()),
  ignored: optional(v.boolean()),
  time: ended,
})
export type TextPart = v.InferOutput<typeof TextPart>

export const FilePart = v.object({
  ...partIds,
  type: v.literal('file'),
  mime: text,
  filename: v.fallback(text, 'file'),
  url: text,
})
export type FilePart = v.InferOutput<typeof FilePart>

export const ToolPart = v.object({
  ...partIds,
  type: v.literal('tool'),
  tool: text,
  callID: text,
  state: v.object({
    status: v.picklist(['pending', 'running', 'completed', 'error']),
    input: v.fallback(v.record(text, v.unknown()), {}),
    title: optional(text),
    output: optional(text),
    error: optional(text),
    metadata: v.fallback(optional(v.record(text, v.unknown())), undefined),
  }),
})
export type ToolPart = v.InferOutput<typeof ToolPart>

export const StepFinishPart = v.object({
  ...partIds,
  type: v.literal('step-finish'),
  cost: count,
  tokens: Tokens,
})
export type StepFinishPart = v.InferOutput<typeof StepFinishPart>

/** Any part; those with a type of their own above are read again with that. */
export const AnyPart = v.looseObject({ ...partIds, type: text })
export type AnyPart = v.InferOutput<typeof AnyPart>

export const MessageRecord = v.object({ info: Info, parts: v.array(AnyPart) })
export type MessageRecord = v.InferOutput<typeof MessageRecord>

const tool = optional(v.object({ messageID: text, callID: text }))
export const PermissionAsked = v.object({
  id: text,
  sessionID: text,
  permission: text,
  patterns: v.fallback(v.array(text), []),
  metadata: v.fallback(v.record(text, v.unknown()), {}),
  tool,
})
export type PermissionAsked = v.InferOutput<typeof PermissionAsked>

export const QuestionAsked = v.object({
  id: text,
  sessionID: text,
  questions: v.array(
    v.object({
      question: text,
      header: v.fallback(text, ''),
      options: v.fallback(v.array(v.object({ label: text, description: v.fallback(text, '') })), []),
      multiple: v.fallback(v.boolean(), false),
      custom: v.fallback(v.boolean(), true),
    }),
  ),
  tool,
})
export type QuestionAsked = v.InferOutput<typeof QuestionAsked>

export const SessionInfo = v.object({
  id: text,
  parentID: optional(text),
  directory: text,
  title: text,
  time: v.object({ created: v.number(), updated: v.number() }),
  agent: v.fallback(optional(text), undefined),
  model: v.fallback(optional(v.object({ id: text, providerID: text, variant: optional(text) })), undefined),
  metadata: v.fallback(optional(v.record(text, v.unknown())), undefined),
})
export type SessionInfo = v.InferOutput<typeof SessionInfo>

export const Todo = v.object({ content: text, status: text, priority: v.fallback(text, 'medium') })
export type Todo = v.InferOutput<typeof Todo>

const status = v.variant('type', [
  v.object({ type: v.literal('idle') }),
  v.object({ type: v.literal('busy') }),
  v.object({ type: v.literal('retry'), attempt: v.number(), message: text }),
])

const inSession = { sessionID: text }
const event = <T extends string, S extends v.ObjectEntries>(type: T, entries: S) =>
  v.object({ type: v.literal(type), properties: v.object(entries) })

const Payload = v.variant('type', [
  event('session.created', { info: SessionInfo }),
  event('session.updated', { info: SessionInfo }),
  event('session.deleted', inSession),
  event('session.status', { ...inSession, status }),
  event('session.idle', inSession),
  event('session.error', { sessionID: optional(text), error: optional(Failure) }),
  event('session.compacted', inSession),
  event('message.updated', { info: Info }),
  event('message.part.updated', { part: AnyPart }),
  event('message.part.delta', { ...inSession, messageID: text, partID: text, field: text, delta: text }),
  event('todo.updated', { ...inSession, todos: v.array(Todo) }),
  event('permission.asked', PermissionAsked.entries),
  event('permission.replied', {
    ...inSession,
    requestID: text,
    reply: v.fallback(optional(text), undefined),
  }),
  event('question.asked', QuestionAsked.entries),
  event('question.replied', {
    ...inSession,
    requestID: text,
    answers: v.fallback(optional(v.array(v.array(text))), undefined),
  }),
  event('question.rejected', { ...inSession, requestID: text }),
])

/** An event that the driver understands. */
export type Payload = v.InferOutput<typeof Payload>

const Wrapped = v.object({ directory: optional(text), payload: v.looseObject({ type: text }) })

/** What one entry of `/global/event` says; null for those that say nothing to us (unknown types, `sync` twins). */
export function readGlobalEvent(value: unknown): { directory: string | null; event: Payload } | null {
  const wrapped = v.safeParse(Wrapped, value)
  if (!wrapped.success || wrapped.output.payload.type === 'sync') return null
  const payload = v.safeParse(Payload, wrapped.output.payload)
  return payload.success ? { directory: wrapped.output.directory ?? null, event: payload.output } : null
}

const LISTS = new Set([
  'catalog.updated',
  'models-dev.refreshed',
  'integration.updated',
  'integration.connection.updated',
  'plugin.added',
  'mcp.tools.changed',
  'server.instance.disposed',
])

/** Whether an entry of `/global/event` says that models, modes or commands may have changed. */
export function changesLists(value: unknown): boolean {
  const wrapped = v.safeParse(Wrapped, value)
  return wrapped.success && LISTS.has(wrapped.output.payload.type)
}

/** The session that an event belongs to; null for a stray error. */
export function sessionOf(event: Payload): string | null {
  switch (event.type) {
    case 'session.created':
    case 'session.updated':
      return event.properties.info.id
    case 'message.updated':
      return event.properties.info.sessionID
    case 'message.part.updated':
      return event.properties.part.sessionID
    default:
      return event.properties.sessionID ?? null
  }
}
