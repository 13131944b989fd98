import { readFileSync } from 'node:fs'
import { missingAgent } from '../../world/agents.ts'
import type { Device } from '../../world/device.ts'
import { until } from '../../world/wait.ts'
import { World } from '../../world/world.ts'
import { allowEverything } from '../decider.ts'
import { Random } from '../random.ts'
import { type Fate, Person } from './person.ts'
import { planStrike, planTurn, promptsOf, type SoakAgent } from './plan.ts'
import { agentProcesses, strike } from './strike.ts'

const SESSIONS = 4
/** Prompts between two strikes. */
const STRIKE_EVERY = 6
/** Struck so long after the prompt that was counted, at most, in ms. */
const STRIKE_WITHIN_MS = 800
/** No strikes while the last prompts are done: what is left then is there to stay. */
const CALM = 0.1
const PAGE_MB = 4096 / 1024 / 1024
/** Longest wait for processes to be what they were, in ms. */
const REST_MS = 60_000

/** What a soak came to. */
export interface Soaked {
  readonly seed: number
  readonly agents: readonly string[]
  prompts: number
  strikes: number
  readonly states: Record<string, number>
  retried: number
  /** Processes of agents, and MB of the host, when everything was warm at the beginning and at the end. */
  processes: readonly [number, number]
  memoryMb: readonly [number, number]
  /** What is left when the host has ended. */
  orphans: number
  /** Each names its prompt. */
  readonly problems: string[]
}

export interface SoakSpec {
  readonly seed: number
  readonly turns: number
  /** No turn is begun after it, ms since 1970. */
  readonly deadline: number
  say(line: string): void
}

/** Prompts of several people at several agents in one host, under kills and cuts. */
export const soakAgents = async (spec: SoakSpec): Promise<Soaked> => {
  const others = [
    missingAgent(['codex']) === null ? ('codex' as const) : ('opencode-acp' as const),
    'plain' as const,
  ]
  const agents: SoakAgent[] = ['opencode', ...others]
  const world = await World.start({}, {}, others)
  try {
    return await new Soak(spec, world, agents).run()
  } catch (error) {
    spec.say(world.tail())
    throw error
  } finally {
    await world.end()
  }
}

class Soak {
  readonly #spec: SoakSpec
  readonly #world: World
  readonly #agents: readonly SoakAgent[]
  readonly #random: Random
  readonly #found: Soaked
  #begun = 0

  constructor(spec: SoakSpec, world: World, agents: readonly SoakAgent[]) {
    this.#spec = spec
    this.#world = world
    this.#agents = agents
    this.#random = new Random(spec.seed)
    this.#found = {
      seed: spec.seed,
      agents,
      prompts: 0,
      strikes: 0,
      states: {},
      retried: 0,
      processes: [0, 0],
      memoryMb: [0, 0],
      orphans: 0,
      problems: [],
    }
  }

  async run(): Promise<Soaked> {
    const alice = await this.#world.device('alice')
    await this.#ready(alice)
    const stop = allowEverything(alice.link)
    const people: Person[] = []
    for (let n = 0; n < SESSIONS; n++)
      people.push(new Person(this.#world, alice, await alice.newSession('worktree', `Soak ${n}`)))
    const before = await this.#warm(people, 'before')
    let isOver = false
    const striking = this.#strikes(() => isOver)
    try {
      await Promise.all(people.map((person, n) => this.#live(person, n)))
    } finally {
      isOver = true
      await striking
    }
    const after = await this.#warm(people, 'after')
    stop()
    this.#found.processes = [before.processes, after.processes]
    this.#found.memoryMb = [before.memoryMb, after.memoryMb]
    for (const person of people) await this.#compare(person)
    await this.#end()
    return this.#found
  }

  async #ready(device: Device): Promise<void> {
    await until('all agents to be ready', () => {
      const { agents } = device.link.overview.value
      return this.#agents.every((id) => agents.some((agent) => agent.id === id && agent.state === 'ready'))
    })
  }

  /** One prompt for each agent in each session, always in the same order: then what is kept warm is the same too. */
  async #warm(people: readonly Person[], name: string): Promise<{ processes: number; memoryMb: number }> {
    for (const [n, person] of people.entries())
      for (const agent of this.#agents)
        this.#heed(
          await person.does({ agent, deed: 'ask', markers: [`${name}-${n}-${agent}.`], choice: 'retry' }),
        )
    const { process } = this.#world.host
    return { processes: agentProcesses(this.#world).length, memoryMb: residentMb(process.pid) }
  }

  async #live(person: Person, session: number): Promise<void> {
    const random = new Random(this.#spec.seed + 1 + session)
    for (let n = 0; this.#begun < this.#spec.turns && Date.now() < this.#spec.deadline; n++) {
      const plan = planTurn(random, this.#agents, `s${session}-${n}`)
      this.#begun += promptsOf(plan.deed)
      this.#heed(await person.does(plan))
    }
  }

  async #strikes(isOver: () => boolean): Promise<void> {
    const last = this.#spec.turns * (1 - CALM)
    for (let next = STRIKE_EVERY; next < last; next += STRIKE_EVERY) {
      await until('prompts', () => isOver() || this.#begun >= next, { ms: 600_000, every: 50 })
      if (isOver() || this.#found.problems.length > 0) return
      await new Promise((done) => setTimeout(done, this.#random.below(STRIKE_WITHIN_MS)))
      this.#spec.say(
        `${this.#begun} prompts: ${await strike(this.#world, this.#random, planStrike(this.#random))}`,
      )
      this.#found.strikes++
    }
  }

  #heed(fates: readonly Fate[]): void {
    for (const { marker, agent, state, retried, problems } of fates) {
      this.#found.prompts++
      this.#found.states[state] = (this.#found.states[state] ?? 0) + 1
      if (retried) this.#found.retried++
      for (const problem of problems) this.#found.problems.push(`${marker} (${agent}, ${state}): ${problem}`)
    }
  }

  /** The host's log against what the device saw. */
  async #compare({ transcript, session }: Person): Promise<void> {
    const { turns } = await this.#world.exported(session)
    const settled = transcript.state?.settled ?? []
    const { problems } = this.#found
    const told = (turns as { n: number }[]).slice(-settled.length)
    if (JSON.stringify(told) !== JSON.stringify(settled)) problems.push('a transcript is not the host’s log')
    if (transcript.state?.current !== null || transcript.state.queued.length > 0)
      problems.push('STUCK: something is still under way')
    problems.push(...transcript.faults)
  }

  /** Ends the host as its person would: nothing of its agents may be left. */
  async #end(): Promise<void> {
    await this.#world.host.stop()
    const left = () => agentProcesses(this.#world)
    await until('the agents to be gone', () => left().length === 0, { ms: REST_MS }).catch(() => {
      this.#found.orphans = left().length
      for (const { command } of left()) this.#found.problems.push(`ORPHAN: ${command.slice(0, 200)}`)
    })
  }
}

const residentMb = (pid: number): number =>
  Math.round(Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1] ?? 0) * PAGE_MB)
