import type { Agent } from '@hearth/shared/protocol'
import type { Memory, SessionAgent, Steering, Turn } from '@hearth/shared/session'

/** A turn as far as it says who worked when. */
export type Worked = Pick<Turn, 'n' | 'agent' | 'startedAt'>

/** What the next prompt for an agent would find; null while the host has not told. */
export const memoryOf = (agents: readonly SessionAgent[], agent: string): Memory | null =>
  agents.length === 0 ? null : (agents.find((one) => one.agent === agent)?.memory ?? 'new')

/**
 * Would an agent be told what happened? Where others have worked since its own last turn, or where it remembers nothing
 * of what was done. `turns`: those loaded, in order; `earlier`: there are more before them.
 */
export const wouldBeTold = (
  turns: readonly Worked[],
  agent: string,
  memory: Memory | null,
  earlier: boolean,
): boolean => {
  const begun = turns.filter(({ startedAt }) => startedAt !== null)
  if (memory === null) return false
  if (memory === 'new' || memory === 'replayed') return begun.length > 0 || earlier
  const own = begun.findLast((turn) => turn.agent === agent)?.n ?? 0
  return begun.some((turn) => turn.n > own && turn.agent !== agent)
}

/** What steering would do now; only a prompt for the agent that works can join its turn. */
export const steeringOf = (
  running: string,
  chosen: string,
  agents: readonly SessionAgent[],
  known: readonly Agent[],
): Steering => {
  if (running !== chosen) return 'interrupts'
  const told = agents.find(({ agent }) => agent === running)?.steering
  return told ?? known.find(({ id }) => id === running)?.can?.steering ?? 'interrupts'
}
