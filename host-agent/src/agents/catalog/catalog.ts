import type { Agent } from '@hearth/shared/protocol'
import { HearthError } from '@hearth/shared/protocol'
import type { EventError } from '@hearth/shared/session'
import type { AgentAbilities, AgentDriver } from '../driver.ts'
import { AgentError } from '../driver.ts'
import { LOOK_MS, PROBE_EVERY_MS } from '../limits.ts'
import { type After, systemAfter } from '../process/idle.ts'
import { ProbeCache } from './cache.ts'
import { addAgent, enableAgent, removeAgent } from './change-settings.ts'
import { chooseSettings } from './choose.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'
import type { Person } from './find.ts'
import { makeDriver, promisedAbilities } from './make-driver.ts'
import { type Plan, plansOf } from './plan.ts'
import { type Found, type Probed, probeError } from './probe.ts'
import { Prober } from './prober.ts'
import { type AgentReport, agentOf, reportOf, type Standing } from './report.ts'
import type { CustomAgent } from './settings.ts'
import { SettingsFile } from './settings-file.ts'
import { Slot } from './slot.ts'

export type CatalogSpec = {
  /** HEARTH_HOME. */
  home: string
  /** The person's own environment, of `personEnvironment`; in tests and the tour one built from scratch. */
  environment: Person
  /** One line of what happens; without secrets. */
  log?(line: string): void
  /** Tests bring their own clock. */
  after?: After
  /** Tests bring their own drivers. */
  makeDriver?: typeof makeDriver
}

/** All agents of this host: what a person has set, what is there, how it is, and the drivers of those in use. */
export class Catalog {
  private readonly spec: CatalogSpec
  private readonly file: SettingsFile
  private readonly cache: ProbeCache
  private readonly after: After
  private readonly slots = new Map<string, Slot>()
  private readonly prober: Prober
  private readonly listeners = new Set<() => void>()
  private plans: Map<string, Plan>
  private last = ''
  private isLooking = false
  private isClosed = false
  private endLook: () => void = () => undefined
  private endProbes: () => void = () => undefined

  constructor(spec: CatalogSpec) {
    this.spec = spec
    this.after = spec.after ?? systemAfter
    this.file = new SettingsFile(spec.home, this.after)
    this.cache = new ProbeCache(spec.home, (line) => this.log(line))
    const { home, environment: person } = spec
    this.prober = new Prober({ home, person, cache: this.cache }, () => this.touched())
    this.plans = byId(plansOf(this.file.current()))
    this.file.onChange(() => this.replan())
    const error = this.file.error()
    if (error !== null) this.log(error.message)
    this.last = JSON.stringify(this.news())
    this.watch()
  }

  /** Looks at all agents that are switched on, now and every PROBE_EVERY_MS; resolves when all were looked at. */
  async start(): Promise<void> {
    this.endProbes()
    this.endProbes = this.after(PROBE_EVERY_MS, () => void this.start())
    await Promise.all(
      [...this.plans.values()].filter(({ enabled }) => enabled).map((plan) => this.prober.probe(plan)),
    )
  }

  list(): Agent[] {
    return this.standings().map(agentOf)
  }

  /** All agents as their owner sees them. */
  reports(): AgentReport[] {
    return this.standings().map(reportOf)
  }

  /** What is wrong with agents.json; null when it is in force. */
  configError(): EventError | null {
    return this.file.error()
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The driver of an agent; undefined when there is none of that name. @throws {HearthError} `agent.disabled` */
  driver(id: string): AgentDriver | undefined {
    const plan = this.plans.get(id)
    if (plan === undefined) return undefined
    if (!plan.enabled) throw disabled(plan)
    return this.slot(plan)
  }

  /** Switches an agent on or off. @throws {HearthError} `host.unknown_agent`, `agent.config`, `keys.write` */
  enable(id: string, enabled: boolean): void {
    this.file.change((settings) => enableAgent(settings, id, enabled))
  }

  /** Adds an agent. @throws {HearthError} `agent.config`, `keys.write` */
  add(agent: CustomAgent): void {
    this.file.change((settings) => addAgent(settings, agent))
  }

  /** Removes an agent that was added. @throws {HearthError} `host.unknown_agent`, `agent.config`, `keys.write` */
  remove(id: string): void {
    this.file.change((settings) => removeAgent(settings, id))
  }

  /** Starts an agent, whether it is switched on or not, and tells all that a person needs to see why it does not work. @throws {HearthError} `host.unknown_agent` */
  async diagnose(id: string): Promise<Diagnosis> {
    const plan = this.plans.get(id)
    if (plan === undefined) throw new HearthError('host.unknown_agent', `This host has no agent ${id}.`)
    const probed = await this.prober.probe(plan)
    const { home, environment: person, log } = this.spec
    const diagnosis = await diagnose(plan, probed, { home, person, ...(log === undefined ? {} : { log }) })
    if (probed.state === 'ready' && diagnosis.can !== null) this.learn(id, probed, diagnosis.can)
    this.touched()
    return diagnosis
  }

  /** Stops all agents and forgets the listeners. */
  async close(): Promise<void> {
    this.isClosed = true
    this.file.close()
    this.endLook()
    this.endProbes()
    this.listeners.clear()
    await Promise.all([...this.slots.values()].map((slot) => slot.stop()))
  }

  private standings(): Standing[] {
    const enabled = [...this.plans.values()].filter((plan) => plan.enabled)
    const isHere = ({ state }: Probed) => state === 'ready'
    const probes = enabled.map((plan) => this.prober.get(plan))
    const alone = probes.every((probed) => probed !== null && !isHere(probed))
    return [...this.plans.values()].map((plan) => this.standing(plan, alone))
  }

  private standing(plan: Plan, alone: boolean): Standing {
    const { id } = plan.entry
    const slot = this.slots.get(id)
    const probed = this.prober.get(plan)
    return {
      plan,
      probed,
      alone,
      health: slot?.health() ?? { state: 'stopped' },
      running: slot?.running() ?? 0,
      can: slot?.abilities() ?? this.known(id),
      config: this.file.error(),
    }
  }

  private slot(plan: Plan): Slot {
    const { id } = plan.entry
    const known = this.slots.get(id)
    if (known !== undefined) return known
    const slot = new Slot({
      id,
      process: plan.entry.by === 'opencode' ? 'shared' : 'per-session',
      next: () => this.next(id),
      known: () => this.known(id),
      touched: () => this.touched(),
      opened: (session) => this.opened(id, session),
      report: (error) => this.log(`${id}: ${error instanceof Error ? error.message : String(error)}`),
    })
    this.slots.set(id, slot)
    return slot
  }

  private async next(id: string): Promise<{ signature: string; make(): AgentDriver }> {
    const plan = this.plans.get(id)
    if (plan === undefined) throw new AgentError('agent.not_found', `This host has no agent ${id} any more.`)
    if (!plan.enabled) throw disabled(plan)
    const probed = await this.prober.probe(plan)
    // Looked at again as often as the person changes the settings meanwhile: what was in force is so no more.
    if (this.plans.get(id) !== plan) return this.next(id)
    if (probed.state !== 'ready') throw probeError(probed)
    return {
      signature: JSON.stringify([plan, probed.found]),
      make: () => this.make(plan, probed.found),
    }
  }

  private async opened(id: string, session: Parameters<typeof chooseSettings>[0]): Promise<void> {
    const plan = this.plans.get(id)
    if (plan !== undefined && this.slots.get(id)?.process === 'per-session')
      await chooseSettings(session, plan, (line) => this.log(line))
  }

  private replan(): void {
    const before = this.plans
    const error = this.file.error()
    if (error !== null) this.log(error.message)
    this.plans = byId(plansOf(this.file.current()))
    for (const [id, plan] of before) {
      const now = this.plans.get(id)
      if (now !== undefined && JSON.stringify(now) === JSON.stringify(plan)) {
        this.plans.set(id, plan)
        continue
      }
      this.slots.get(id)?.retire()
    }
    this.touched()
    void this.start()
  }

  /** What an agent can do, as it was learned, or as is known without a start. */
  private known(id: string): AgentAbilities | null {
    const plan = this.plans.get(id)
    if (plan === undefined) return null
    const probed = this.prober.get(plan)
    if (probed === null) return promisedAbilities(plan, NOT_LOOKED_AT)
    if (probed.state !== 'ready') return null
    return this.cache.get(id, probed.found.stamp)?.can ?? promisedAbilities(plan, probed.found)
  }

  /** Starts nothing. */
  private make(plan: Plan, found: Found): AgentDriver {
    const { home, environment: person, log } = this.spec
    return (this.spec.makeDriver ?? makeDriver)(plan, found, {
      home,
      person,
      ...(log === undefined ? {} : { log }),
    })
  }

  private learn(
    id: string,
    probed: Extract<Probed, { state: 'ready' }>,
    can: NonNullable<Agent['can']>,
  ): void {
    const { stamp, version } = probed.found
    const known = this.cache.get(id, stamp)
    if (JSON.stringify(known?.can) !== JSON.stringify(can)) this.cache.set(id, { stamp, version, can })
  }

  /** Tells what has changed, once for all that changes at this moment. */
  private touched(): void {
    if (this.isLooking || this.isClosed) return
    this.isLooking = true
    queueMicrotask(() => {
      this.isLooking = false
      if (!this.isClosed) this.look()
    })
  }

  private look(): void {
    for (const [id, slot] of this.slots) {
      const [can, plan] = [slot.abilities(), this.plans.get(id)]
      const probed = plan === undefined ? null : this.prober.get(plan)
      if (can !== null && probed?.state === 'ready') this.learn(id, probed, can)
    }
    const now = JSON.stringify(this.news())
    if (now === this.last) return
    this.last = now
    for (const listener of [...this.listeners]) listener()
  }

  /** What matters to a person; `lastEventAt` alone is no news. */
  private news(): Agent[] {
    return this.list().map((agent) => ({ ...agent, lastEventAt: null }))
  }

  /** An agent that ends by itself tells nobody: those in use are looked at every LOOK_MS. */
  private watch(): void {
    this.endLook = this.after(LOOK_MS, () => {
      this.look()
      this.watch()
    })
  }

  private log(line: string): void {
    this.spec.log?.(line)
  }
}

const byId = (plans: readonly Plan[]): Map<string, Plan> =>
  new Map(plans.map((plan) => [plan.entry.id, plan]))

/** A program of which nothing is known yet. */
const NOT_LOOKED_AT: Found = { path: '', stamp: '', version: null }

const disabled = ({ entry }: Plan): HearthError =>
  new HearthError(
    'agent.disabled',
    `${entry.label} is switched off on this host. Switch it on with: hearth agents enable ${entry.id}`,
  )
