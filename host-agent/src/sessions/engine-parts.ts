import type { AgentDriver } from '../agents/driver.ts'
import type { Requests } from '../requests/api.ts'
import type { SessionStore } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Ledger } from './ledger.ts'

/** What the turn engine of a session works with. */
export interface EngineParts {
  readonly ledger: Ledger
  readonly store: SessionStore
  readonly clock: Clock
  readonly requests: Pick<Requests, 'open' | 'withdraw'>
  /** The driver of an agent; undefined when there is none of that name. */
  driver(agent: string): AgentDriver | undefined
  /** Is a reader's feed of this session open? */
  watched(): boolean
  /** May agents work in the session's project? */
  allowed(project: string): boolean
  /** A turn of recovery or a failure that no caller sees. */
  report(error: unknown): void
}
