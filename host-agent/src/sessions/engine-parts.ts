import type { AgentDriver } from '../agents/driver.ts'
import type { Requests } from '../requests/api.ts'
import type { SessionStore } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Ledger } from './ledger.ts'
import type { WarmPool } from './warm.ts'

/** What the turn engine of a session works with. */
export interface EngineParts {
  readonly ledger: Ledger
  readonly store: SessionStore
  readonly clock: Clock
  readonly requests: Pick<Requests, 'open' | 'withdraw'>
  /** The live agent sessions of the whole host. */
  readonly pool: WarmPool
  /** The driver of an agent; undefined when there is none of that name. @throws HearthError `agent.disabled` */
  driver(agent: string): AgentDriver | undefined
  /** The name by which people know an agent. */
  label(agent: string): string
  /** Is a reader's feed of this session open? */
  watched(): boolean
  /** May agents work in the session's project? */
  allowed(project: string): boolean
  /** May the next turn of a session begin, or do people hold it back? */
  gate(session: string): boolean
  /** What the session's agents remember or offer has changed. */
  agentsChanged(): void
  /** A turn of recovery or a failure that no caller sees. */
  report(error: unknown): void
}

/** The driver of an agent, as far as one may be asked of it: none for an agent that was removed or disabled. */
export const driverOf = (parts: Pick<EngineParts, 'driver'>, agent: string): AgentDriver | undefined => {
  try {
    return parts.driver(agent)
  } catch {
    return undefined
  }
}
