import { WIRE_LIMITS } from '@hearth/shared/protocol'
import { AgentId } from '@hearth/shared/session'
import * as v from 'valibot'
import { MAX_CUSTOM_AGENTS, MAX_SETTING_ITEMS, MAX_SETTING_LENGTH } from '../limits.ts'
import { BUILT_IN } from './entries/index.ts'

/** No system starts a program with a NUL in what it is given. */
const value = v.pipe(v.string(), v.maxLength(MAX_SETTING_LENGTH), v.excludes('\0'))
const text = v.pipe(value, v.minLength(1))
const path = v.pipe(text, v.regex(/^(\/|~\/)/))

/** Values may be secrets: they go to the agent's environment and nowhere else. */
const Environment = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/), v.maxLength(MAX_SETTING_LENGTH)),
    v.nullable(value),
  ),
  v.maxEntries(MAX_SETTING_ITEMS),
)

/** What a person may set for an agent that comes with Hearth. */
export const AgentSettings = v.strictObject({
  enabled: v.optional(v.boolean()),
  /** A path to the program, instead of looking for it. */
  program: v.optional(path),
  /** The agent's own name of a model; opencode's is `provider/model`. */
  model: v.optional(text),
  /** The agent's own mode or persona, such as opencode's `build`. */
  mode: v.optional(text),
  /** Added to the agent's environment; null removes a variable. */
  environment: v.optional(Environment),
})
export type AgentSettings = v.InferOutput<typeof AgentSettings>

const OFFERS = ['files', 'terminals'] as const

/** An agent that a person has added: any program that speaks ACP on its standard streams. */
export const CustomAgent = v.strictObject({
  id: AgentId,
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(WIRE_LIMITS.nameLength.value)),
  /** A path, or a name on PATH. A path from nowhere would lead into the worktree, whose files are not the person's. */
  command: v.pipe(text, v.regex(/^(\/|~\/|[^/]*$)/)),
  args: v.optional(v.pipe(v.array(value), v.maxLength(MAX_SETTING_ITEMS))),
  env: v.optional(Environment),
  enabled: v.optional(v.boolean()),
  model: v.optional(text),
  mode: v.optional(text),
  /** What Hearth does for it because it can't do that itself (docs/decisions/0017-agents-keep-their-own-hands.md). */
  offers: v.optional(v.pipe(v.array(v.picklist(OFFERS)), v.maxLength(OFFERS.length))),
})
export type CustomAgent = v.InferOutput<typeof CustomAgent>

const IDS: ReadonlySet<string> = new Set(BUILT_IN.map(({ id }) => id))

/** Is it the id of an agent that comes with Hearth? */
export const isBuiltIn = (id: string): boolean => IDS.has(id)

/** What stands in HEARTH_HOME/agents.json. */
export const Settings = v.strictObject({
  v: v.literal(1),
  agents: v.optional(
    v.record(
      v.pipe(v.string(), v.check(isBuiltIn, 'no agent of this name comes with Hearth')),
      AgentSettings,
    ),
  ),
  custom: v.optional(
    v.pipe(
      v.array(CustomAgent),
      v.maxLength(MAX_CUSTOM_AGENTS),
      v.checkItems(({ id }) => !isBuiltIn(id), 'its id is that of an agent that comes with Hearth'),
      v.checkItems(
        ({ id }, at, all) => all.findIndex((other) => other.id === id) === at,
        'its id is that of another one',
      ),
    ),
  ),
})
export type Settings = v.InferOutput<typeof Settings>

/** Where nothing is set. */
export const NO_SETTINGS: Settings = { v: 1 }
