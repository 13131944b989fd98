import type { AgentDriver } from '../agents/driver.ts'
import type { AgentsView } from '../uplink/services.ts'

/** The agents of a host: as devices see them, and their drivers. The catalog is one. */
export interface HostAgents extends AgentsView {
  /** Undefined when there is none of this id. @throws {HearthError} `agent.disabled` */
  driver(id: string): AgentDriver | undefined
}
