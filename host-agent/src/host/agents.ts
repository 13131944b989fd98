import type { Diagnosis } from '../agents/catalog/diagnose.ts'
import type { AgentDriver } from '../agents/driver.ts'
import type { AgentsView } from '../uplink/services.ts'

/** The agents of a host: as devices see them, and their drivers. The catalog is one. */
export interface HostAgents extends AgentsView {
  /** Undefined when there is none of this id. @throws {HearthError} `agent.disabled` */
  driver(id: string): AgentDriver | undefined
  /** Switches an agent on or off. @throws {HearthError} `host.unknown_agent`, `agent.config`, `keys.write` */
  enable(id: string, enabled: boolean): void
  /** Tries whether an agent starts. @throws {HearthError} `host.unknown_agent` */
  diagnose(id: string): Promise<Diagnosis>
}
