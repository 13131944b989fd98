import { PlanEntry, ToolKind, ToolStatus } from '@hearth/shared/session'
import * as v from 'valibot'

/**
 * Shapes of ACP that the driver reads, leniently: a malformed field loses that field, a malformed entry of a list that
 * entry. What must be there for a thing to mean anything has no fallback.
 */

const text = v.string()
const maybe = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined)
const count = v.pipe(v.number(), v.finite(), v.minValue(0))

/** A list of which only the readable entries count; absent where it is no list. */
const some = <S extends v.GenericSchema>(schema: S) =>
  maybe(
    v.pipe(
      v.array(v.unknown()),
      v.transform((values) =>
        values.flatMap((value): v.InferOutput<S>[] => {
          const read = v.safeParse(schema, value)
          return read.success ? [read.output] : []
        }),
      ),
    ),
  )

export const Meta = v.record(text, v.unknown())
const meta = maybe(Meta)

/** Any update; `sessionUpdate` says which. */
export const AnyUpdate = v.looseObject({ sessionUpdate: text, _meta: meta })
export type AnyUpdate = v.InferOutput<typeof AnyUpdate>

export const Block = v.variant('type', [
  v.object({ type: v.literal('text'), text }),
  v.object({ type: v.literal('resource_link'), uri: text, name: maybe(text) }),
  v.object({ type: v.literal('resource'), resource: v.object({ uri: text, text }) }),
])
export type Block = v.InferOutput<typeof Block>

export const Chunk = v.object({ content: v.unknown(), messageId: maybe(text) })

const Content = v.variant('type', [
  v.object({ type: v.literal('content'), content: Block }),
  v.object({ type: v.literal('diff'), path: text, oldText: maybe(text), newText: text }),
  v.object({ type: v.literal('terminal'), terminalId: text }),
])
export type Content = v.InferOutput<typeof Content>

export const ToolCall = v.object({
  toolCallId: text,
  title: maybe(text),
  name: maybe(text),
  kind: maybe(ToolKind),
  status: maybe(ToolStatus),
  content: some(Content),
  locations: some(v.object({ path: text, line: maybe(count) })),
  rawInput: v.optional(v.unknown()),
  rawOutput: v.optional(v.unknown()),
  _meta: meta,
})
export type ToolCall = v.InferOutput<typeof ToolCall>

/** How agents tell in `_meta` what a terminal of their own has printed since. */
export const TerminalOutput = v.object({ terminal_id: text, data: text })

const Entry = v.object({
  content: text,
  priority: v.fallback(PlanEntry.entries.priority, 'medium'),
  status: v.fallback(PlanEntry.entries.status, 'pending'),
})
export const Plan = v.object({ entries: some(Entry) })

export const UsageUpdate = v.object({
  used: maybe(count),
  size: maybe(count),
  cost: maybe(v.object({ amount: count, currency: text })),
})

export const Notice = v.object({ severity: text, title: text })

export const Usage = v.object({
  inputTokens: v.fallback(count, 0),
  outputTokens: v.fallback(count, 0),
  thoughtTokens: maybe(count),
  cachedReadTokens: maybe(count),
  cachedWriteTokens: maybe(count),
  totalTokens: maybe(count),
})
export type Usage = v.InferOutput<typeof Usage>

export const PromptAnswer = v.looseObject({ stopReason: maybe(text), usage: maybe(Usage), _meta: meta })
export const Failure = v.object({
  code: v.fallback(v.number(), 0),
  message: v.fallback(text, ''),
  data: v.optional(v.unknown()),
})

export const Commands = v.object({
  availableCommands: some(
    v.object({
      name: text,
      description: v.fallback(text, ''),
      input: maybe(v.object({ hint: maybe(text) })),
    }),
  ),
})

const named = { name: text, description: maybe(text) }
const Modes = v.object({ currentModeId: text, availableModes: some(v.object({ id: text, ...named })) })
const Models = v.object({
  currentModelId: text,
  availableModels: some(v.object({ modelId: text, ...named })),
})

const Choice = v.object({ value: text, ...named })
const Group = v.object({ name: text, options: some(Choice) })
export const Option = v.variant('type', [
  v.object({
    type: v.literal('select'),
    id: text,
    ...named,
    category: maybe(text),
    currentValue: text,
    options: some(v.union([Choice, Group])),
  }),
  v.object({
    type: v.literal('boolean'),
    id: text,
    ...named,
    category: maybe(text),
    currentValue: v.boolean(),
  }),
])
export type Option = v.InferOutput<typeof Option>

/** What `session/new`, `session/load`, `session/resume` and `config_option_update` tell of choices. */
export const Choices = v.object({
  modes: maybe(Modes),
  models: maybe(Models),
  configOptions: some(Option),
})
export type Choices = v.InferOutput<typeof Choices>

export const Opened = v.object({ sessionId: text })
export const ModeChange = v.object({ currentModeId: text })

export const Initialized = v.object({
  protocolVersion: v.number(),
  agentInfo: maybe(v.object({ name: maybe(text), version: maybe(text) })),
  agentCapabilities: maybe(
    v.object({
      loadSession: maybe(v.boolean()),
      promptCapabilities: maybe(v.object({ image: maybe(v.boolean()), embeddedContext: maybe(v.boolean()) })),
      sessionCapabilities: maybe(v.object({ list: maybe(Meta), resume: maybe(Meta), close: maybe(Meta) })),
    }),
  ),
  authMethods: some(v.object({ id: text, name: maybe(text), description: maybe(text) })),
  _meta: maybe(v.object({ steering: maybe(v.object({ supported: maybe(v.boolean()) })) })),
})
export type Initialized = v.InferOutput<typeof Initialized>

/** The answer to `_session/steering`. */
export const Steered = v.object({ outcome: text })

const PermissionOption = v.object({ optionId: text, kind: text, name: v.fallback(text, '') })
export const PermissionAsked = v.object({
  toolCall: ToolCall,
  options: some(PermissionOption),
})
export type PermissionAsked = v.InferOutput<typeof PermissionAsked>
export type PermissionOption = v.InferOutput<typeof PermissionOption>

export const SessionList = v.object({
  sessions: some(v.object({ sessionId: text, cwd: text, title: maybe(text), updatedAt: maybe(text) })),
  nextCursor: maybe(text),
})

/** What a value says by a schema; null where it says nothing. */
export function read<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> | null {
  const known = v.safeParse(schema, value)
  return known.success ? known.output : null
}
