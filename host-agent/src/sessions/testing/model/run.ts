import fc from 'fast-check'
import { checkAtRest, checkNow } from './check.ts'
import { AGENTS, FATE, PEOPLE, type Step } from './steps.ts'
import { SESSIONS, World } from './world.ts'

/** A pause that is longer than any bound of the turn engine. */
const LONG_MS = 70_000
/** Rounds in which everything has to come to rest. */
const ROUNDS = 400

/** One command of the model: a step, and what it happens to. */
class Command implements fc.AsyncCommand<object, World> {
  readonly #name: string
  readonly #step: Step
  readonly #pick: number

  constructor(name: string, step: Step, pick: number) {
    this.#name = name
    this.#step = step
    this.#pick = pick
  }

  check(): boolean {
    return true
  }

  async run(_: object, world: World): Promise<void> {
    await this.#step(world, this.#pick)
    // Mostly what is due gets done; sometimes the next thing, or a crash, comes before it.
    if (this.#pick % 5 === 0) return
    await world.settle()
    checkNow(world)
  }

  toString(): string {
    return `${this.#name}(${this.#pick})`
  }
}

const commandsOf = (steps: Record<string, Step>, weights: Record<string, number> = {}) =>
  Object.entries(steps).flatMap(([name, step]) => {
    const command = fc.nat({ max: 999 }).map((pick) => new Command(name, step, pick))
    return Array.from({ length: weights[name] ?? 1 }, () => command)
  })

const COMMANDS = [
  ...commandsOf(PEOPLE, {
    prompt: 4,
    resolve: 3,
    edit: 2,
    order: 2,
    withdraw: 2,
    promptToSteer: 2,
    promptToJoin: 7,
    steer: 2,
    decide: 4,
    stop: 2,
    read: 2,
  }),
  ...commandsOf(AGENTS, { accept: 8, say: 3, ask: 3, join: 6, joinUnheard: 3, settle: 4, deaf: 2 }),
  ...commandsOf(FATE, { wait: 2, waitSeconds: 2, crashAgent: 2, crowd: 2 }),
]

/** Any sequence of commands. */
export const anyCommands = fc.commands(COMMANDS, { maxCommands: 80, size: 'max' })

/** Brings everything to rest: agents hear again, answer whatever they get, and let nobody wait. */
const rest = async (world: World): Promise<void> => {
  for (const agent of world.agents)
    Object.assign(agent, { deaf: 0, immortal: false, refusals: 0, failedStarts: 0 })
  // A command that was left running keeps its agent's place.
  for (const opening of world.agents.flatMap((agent) => agent.openings)) opening.setTask(false)
  for (let round = 0; round < ROUNDS; round++) {
    await world.advance(LONG_MS)
    const turns = world.agents.flatMap((agent) => [...agent.running.values()])
    for (const turn of turns) turn.accept().settle()
    const isQuiet = SESSIONS.every((session) => {
      const { current, queued } = world.state(session)
      return current === null && queued.length === 0
    })
    if (turns.length === 0 && isQuiet) return
  }
  throw new Error('it does not come to rest')
}

/**
 * Runs commands in a world of their own, lets it come to rest, crashes it, and looks whether all promises hold. Counts in
 * `met` in how many runs each kind of event was seen.
 */
export const runModel = async (
  commands: Iterable<fc.AsyncCommand<object, World>>,
  met: Map<string, number>,
): Promise<void> => {
  const world = await World.make()
  try {
    // Something is going on from the first command on: one prompt in each session.
    for (const [at] of SESSIONS.entries()) PEOPLE.prompt(world, at + SESSIONS.length)
    await world.settle()
    await fc.asyncModelRun(() => ({ model: {}, real: world }), commands)
    await world.settle()
    await rest(world)
    checkAtRest(world)
    world.crash(false)
    await rest(world)
    checkAtRest(world)
  } finally {
    for (const kind of world.met) met.set(kind, (met.get(kind) ?? 0) + 1)
    await world.end()
  }
}
