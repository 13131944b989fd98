import * as v from 'valibot'
import { AgentId, Instant, TurnNumber } from './ids.ts'
import { SESSION_LIMITS } from './limits.ts'
import { Memory } from './turn-state.ts'

const line = v.pipe(v.string(), v.maxLength(SESSION_LIMITS.choiceText.value))
const listOf = <T extends v.GenericSchema>(item: T) =>
  v.pipe(v.array(item), v.maxLength(SESSION_LIMITS.choices.value))

/** Something that an agent lets a person choose in a session: ACP's config options, modes and models in one form. */
export const AgentOption = v.strictObject({
  id: line,
  name: line,
  category: v.picklist(['mode', 'model', 'thought_level', 'other']),
  description: v.nullable(line),
  value: line,
  choices: listOf(
    v.strictObject({
      value: line,
      name: line,
      description: v.nullable(line),
      group: v.nullable(line),
      /** The host knows that with it the agent asks at least as much as it does by default: whoever may prompt may choose it. */
      asks: v.optional(v.literal(true)),
    }),
  ),
})
export type AgentOption = v.InferOutput<typeof AgentOption>

/** A slash command of an agent. `hint` says what may follow its name. */
export const AgentCommand = v.strictObject({ name: line, description: line, hint: v.nullable(line) })
export type AgentCommand = v.InferOutput<typeof AgentCommand>

/** A command that an agent left running; `turn` is the turn that began it. */
export const AgentTask = v.strictObject({
  id: line,
  title: line,
  startedAt: Instant,
  turn: v.nullable(TurnNumber),
})
export type AgentTask = v.InferOutput<typeof AgentTask>

/** How an agent takes a prompt while it works: into the running turn, or only after that was stopped. */
export const Steering = v.picklist(['joins', 'interrupts'])
export type Steering = v.InferOutput<typeof Steering>

/**
 * An agent as one session has it now. Not part of the log: it is what the host knows at this moment, told whole
 * whenever it changes. `memory` is what the next prompt for this agent will find.
 */
export const SessionAgent = v.strictObject({
  agent: AgentId,
  memory: Memory,
  steering: Steering,
  options: listOf(AgentOption),
  commands: listOf(AgentCommand),
  tasks: v.pipe(v.array(AgentTask), v.maxLength(SESSION_LIMITS.tasks.value)),
  /** Tokens of its context window, in use and in all; null where the agent does not tell. */
  context: v.nullable(v.strictObject({ used: v.number(), size: v.number() })),
})
export type SessionAgent = v.InferOutput<typeof SessionAgent>
