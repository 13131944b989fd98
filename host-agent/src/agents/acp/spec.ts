import type { Usage } from '@hearth/shared/session'
import type { ToolCall } from './wire.ts'

/** How an agent over ACP is started, as the catalog or a person's configuration has it. */
export type AcpSpec = {
  /** The agent's id in this host. */
  id: string
  /** What people call it. */
  label: string
  /** A program's path, or its name on the PATH of the agent's environment. */
  command: string
  args: readonly string[]
  /** Added to the person's environment; null removes a variable. */
  env: Readonly<Record<string, string | null>>
  quirks: Quirks
  /**
   * What we do for it beside forms, because it can't do without: nothing where absent
   * (docs/decisions/0017-agents-keep-their-own-hands.md).
   */
  offers?: readonly ('files' | 'terminals')[]
}

/** What one agent does its own way; each field is proven by a recording that its file names. */
export type Quirks = {
  /** Parts of the client side that it must not be offered. */
  readonly withhold?: readonly ('fs' | 'terminal' | 'elicitation')[]
  /** How a conversation is taken up again, where its own word on that can't be relied on. */
  readonly resume?: 'load' | 'resume' | 'none'
  /** What it asks of us and does itself, not waiting for us: answered, and not done (docs/decisions/0017). */
  readonly ignores?: readonly string[]
  /** Options chosen right after a session was opened, and after it was taken up again: id to value. */
  readonly choose?: Readonly<Record<string, string>>
  /**
   * Values of options with which it asks at least as much as with what `choose` or it by itself chooses: option id to
   * values. A device that may only prompt may choose these; of any other nobody knows what it lets the agent do.
   */
  readonly asking?: Readonly<Record<string, readonly string[]>>
  /** Told at the first turn of an open session. */
  readonly warning?: string
  /** What the person has to run to sign in. */
  readonly signIn?: string
  /** The tool call of the sub-agent that an update belongs to, from the update's `_meta`. */
  parentOf?(meta: Readonly<Record<string, unknown>>): string | undefined
  /**
   * It says that a turn failed before it has let go of it, and a prompt that comes then is taken into that turn and never
   * answered: told to stop once more, it takes up nothing before it has let go.
   */
  readonly lingers?: boolean
  /** A stop does not reach what a turn was given to steer it: the agent goes on with that in the next turn. */
  readonly keepsSteers?: boolean
  /** The method by which it fetches what was said meanwhile, and whether a request of it is for the running turn. */
  readonly fetches?: { readonly method: string; isOfTurn(params: Readonly<Record<string, unknown>>): boolean }
  /** What it says as message text outside of turns that is no words of its model. */
  readonly noise?: RegExp
  /** How it says that it does not have a conversation, where it has no code for that. */
  readonly missing?: RegExp
  /** What it notes among the person's prompts when a turn was stopped. */
  readonly interruption?: RegExp
  /** The field of a call's `_meta` that has questions: then its permission request stands for them. */
  readonly questions?: string
  /** The option by which a plan is approved so that each of its steps still asks. */
  readonly approvesPlan?: string
  /** The server and tool of a call that goes to an MCP server; `input` where that is not all of the call's own. */
  mcpOf?(call: ToolCall): { server: string; tool: string; input?: unknown } | undefined
  /** Usage of a step, from the `_meta` of an update. */
  stepUsageOf?(meta: Readonly<Record<string, unknown>>): Usage | null
  /** Usage of a turn, where the response has it in a place of its own. */
  usageOf?(response: Readonly<Record<string, unknown>>): Usage | null
  /** The command that a permission request is about, where it stands in a place of its own. */
  commandOf?(call: ToolCall): string | undefined
  /** Last word on the environment. */
  environment?(environment: Record<string, string>): Record<string, string>
}

/** An agent that does nothing its own way. */
export const NO_QUIRKS: Quirks = {}
