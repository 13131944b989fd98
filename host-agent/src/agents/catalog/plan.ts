import type { Agent } from '@hearth/shared/protocol'
import { BUILT_IN } from './entries/index.ts'
import { type AgentEntry, PLAIN } from './entry.ts'
import type { CustomAgent, Settings } from './settings.ts'

/** An agent with what the person has set for it. */
export type Plan = {
  readonly entry: AgentEntry
  readonly kind: Agent['kind']
  readonly enabled: boolean
  /** The person has said something of it: where it is missing, that is worth telling. */
  readonly isWanted: boolean
  /** A path, instead of looking for it. */
  readonly program: string | null
  readonly model: string | null
  readonly mode: string | null
  /** What we do for it over ACP because it can't. */
  readonly offers: readonly ('files' | 'terminals')[]
  /** Added to the agent's environment; null removes a variable. */
  readonly environment: Readonly<Record<string, string | null>>
}

/** All agents, those that come with Hearth first. */
export function plansOf(settings: Settings): Plan[] {
  return [...BUILT_IN.map((entry) => builtIn(entry, settings)), ...(settings.custom ?? []).map(custom)]
}

function builtIn(entry: AgentEntry, settings: Settings): Plan {
  const own = settings.agents?.[entry.id] ?? {}
  return {
    entry,
    kind: 'built-in',
    enabled: own.enabled ?? entry.enabled,
    isWanted: own.enabled === true || own.program !== undefined,
    program: own.program ?? null,
    model: own.model ?? null,
    mode: own.mode ?? null,
    offers: [],
    environment: own.environment ?? {},
  }
}

function custom(agent: CustomAgent): Plan {
  const isPath = agent.command.includes('/')
  const entry: AgentEntry = {
    ...PLAIN,
    id: agent.id,
    label: agent.label,
    program: agent.command,
    args: agent.args ?? [],
    // What another program does with --version isn't known.
    version: null,
    install: 'Install it, or correct its command in agents.json.',
    signIn: 'Sign in with its own program.',
  }
  return {
    entry,
    kind: 'custom',
    enabled: agent.enabled ?? true,
    isWanted: true,
    program: isPath ? agent.command : null,
    model: agent.model ?? null,
    mode: agent.mode ?? null,
    offers: agent.offers ?? [],
    environment: agent.env ?? {},
  }
}
