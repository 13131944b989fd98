import type { Agent } from '@hearth/shared/protocol'
import type { AgentDriver } from '../agents/driver.ts'
import type { AgentsView } from '../uplink/services.ts'
import { AGENTS_LOOK_MS } from './limits.ts'

/** A driver with the name that people know its agent by. */
export interface NamedDriver {
  driver: AgentDriver
  label: string
}

const describe = ({ driver, label }: NamedDriver): Agent => {
  const health = driver.health()
  const base = {
    id: driver.id,
    label,
    kind: 'built-in',
    version: null,
    running: 0,
    lastEventAt: null,
    can: driver.abilities(),
    error: null,
  } as const
  switch (health.state) {
    case 'ready':
      return { ...base, state: 'ready', version: health.version, running: 1, lastEventAt: health.lastEventAt }
    case 'failed':
      return {
        ...base,
        state: health.error.code === 'agent.not_found' ? 'missing' : 'error',
        error: health.error,
      }
    default:
      return { ...base, state: 'ready' }
  }
}

/** What matters to a person about an agent; `lastEventAt` alone is no news. */
const news = (agents: readonly Agent[]): string =>
  JSON.stringify(agents.map((agent) => ({ ...agent, lastEventAt: null })))

/** Looks at the agents from time to time and tells when one of them has changed. */
export class AgentsWatch implements AgentsView {
  readonly #drivers: readonly NamedDriver[]
  readonly #listeners = new Set<() => void>()
  readonly #after: (ms: number, run: () => void) => () => void
  #cancel: () => void = () => undefined
  #last: string

  constructor(drivers: readonly NamedDriver[], after: (ms: number, run: () => void) => () => void) {
    this.#drivers = drivers
    this.#after = after
    this.#last = news(this.list())
    this.#look()
  }

  list(): Agent[] {
    return this.#drivers.map(describe)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#cancel()
    this.#listeners.clear()
  }

  #look(): void {
    this.#cancel = this.#after(AGENTS_LOOK_MS, () => {
      const now = news(this.list())
      if (now !== this.#last) for (const listener of this.#listeners) listener()
      this.#last = now
      this.#look()
    })
  }
}
