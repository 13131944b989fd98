import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Steering } from '@hearth/shared/session'
import * as v from 'valibot'
import type { AgentAbilities } from '../driver.ts'
import { CACHE_AGENTS, PROBE_TTL_MS } from '../limits.ts'

const Known = v.object({
  /** Which state of which program this was learned of. */
  stamp: v.string(),
  at: v.number(),
  version: v.nullable(v.string()),
  can: v.nullable(
    v.object({ resume: v.boolean(), images: v.boolean(), list: v.boolean(), steering: Steering }),
  ),
})

/** What was learned of an agent's program, at a cost. */
export type Known = v.InferOutput<typeof Known> & { can: AgentAbilities | null }

const File = v.object({ v: v.literal(1), agents: v.record(v.string(), Known) })

/**
 * What was learned of the agents' programs, kept across starts in HEARTH_HOME/cache. It is forgotten with the program
 * that it was learned of, and after PROBE_TTL_MS; a cache that can't be read is none.
 */
export class ProbeCache {
  private readonly file: string
  private readonly now: () => number
  private readonly report: (line: string) => void
  private readonly known: Map<string, Known>

  constructor(home: string, report: (line: string) => void, now: () => number = Date.now) {
    this.report = report
    this.file = join(home, 'cache', 'agents.json')
    this.now = now
    this.known = new Map(Object.entries(read(this.file)))
  }

  get(agent: string, stamp: string): Known | null {
    const known = this.known.get(agent)
    const fresh = known !== undefined && known.stamp === stamp && this.now() - known.at < PROBE_TTL_MS
    return fresh ? known : null
  }

  set(agent: string, known: Omit<Known, 'at'>): void {
    this.known.delete(agent)
    this.known.set(agent, { ...known, at: this.now() })
    for (const oldest of [...this.known.keys()].slice(0, -CACHE_AGENTS)) this.known.delete(oldest)
    this.write()
  }

  private write(): void {
    const content = { v: 1, agents: Object.fromEntries(this.known) }
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 })
      writeFileSync(this.file, JSON.stringify(content), { mode: 0o600 })
    } catch (error) {
      this.report(`what was learned of agents could not be kept: ${String(error)}`)
    }
  }
}

/** Remembers nothing and writes nothing. */
export const NO_CACHE: Pick<ProbeCache, 'get' | 'set'> = { get: () => null, set: () => undefined }

function read(file: string): Record<string, Known> {
  try {
    return v.parse(File, JSON.parse(readFileSync(file, 'utf8'))).agents
  } catch {
    return {}
  }
}
