import { isSettled, type TurnState } from '@hearth/shared/session'
import { World } from '../world/world.ts'
import { allowEverything } from './decider.ts'
import { describePlan, planOf } from './plan.ts'
import { Random } from './random.ts'
import { runPlan, type Stage } from './run.ts'

/** Runs in one session before the next is begun, so that transcripts stay short. */
const RUNS_PER_SESSION = 8

/** What a campaign found. */
export interface Campaign {
  readonly seed: number
  runs: number
  readonly states: Partial<Record<TurnState, number>>
  retried: number
  /** Each names its run. */
  readonly problems: string[]
}

const newStage = async (world: World, device: Stage['device'], title: string): Promise<Stage> => {
  await device.link.live(60_000)
  const session = await device.newSession('worktree', title)
  return { world, device, session, transcript: device.follow(session) }
}

/** What the host's log says against what the device saw. */
const compare = async ({ world, session, transcript }: Stage): Promise<string[]> => {
  const { turns } = await world.exported(session)
  const settled = transcript.state?.settled ?? []
  const problems: string[] = []
  if (JSON.stringify(turns) !== JSON.stringify(settled)) problems.push('the transcript is not the host’s log')
  const prompts = settled.filter(({ retryOf }) => retryOf === null).map(({ prompt }) => prompt.id)
  if (new Set(prompts).size !== prompts.length) problems.push('a prompt was admitted twice')
  if (settled.some(({ state }) => !isSettled(state))) problems.push('a turn has no named end')
  return problems
}

/**
 * Runs `runs` seeded kills in one world, or as many as begin before `deadline` (ms since 1970).
 * A run that breaks a promise, or does not recover in time, is a problem; the campaign goes on.
 */
export const runCampaign = async (
  seed: number,
  runs: number,
  { deadline = Number.POSITIVE_INFINITY, say }: { deadline?: number; say?: (line: string) => void } = {},
): Promise<Campaign> => {
  const random = new Random(seed)
  const found: Campaign = { seed, runs: 0, states: {}, retried: 0, problems: [] }
  const world = await World.start()
  try {
    const device = await world.device('alice')
    const stop = allowEverything(device.link)
    let stage = await newStage(world, device, 'Faults 0')
    for (let run = 0; run < runs && Date.now() < deadline; run++) {
      if (run > 0 && run % RUNS_PER_SESSION === 0) {
        for (const problem of await compare(stage))
          found.problems.push(`seed ${seed}, before run ${run}: ${problem}`)
        stage.transcript.close()
        stage = await newStage(world, device, `Faults ${run}`)
      }
      const plan = planOf(random, run)
      const name = `seed ${seed}, run ${run}, ${describePlan(plan)}`
      try {
        const { state, retried, asked, problems } = await runPlan(stage, plan)
        found.runs++
        found.states[state] = (found.states[state] ?? 0) + 1
        if (retried) found.retried++
        for (const problem of problems) found.problems.push(`${name}: ${problem}`)
        say?.(
          `${name}: ${state}${retried ? ', retried' : ''}, asked ${asked}${problems.length > 0 ? ` PROBLEM ${problems.join('; ')}` : ''}`,
        )
      } catch (error) {
        found.problems.push(
          `${name}: ${error instanceof Error ? error.message : String(error)}\n${world.tail()}`,
        )
        say?.(`${name}: FAILED`)
        break
      }
    }
    if (found.problems.length === 0)
      for (const problem of await compare(stage)) found.problems.push(`seed ${seed}, at the end: ${problem}`)
    stop()
    return found
  } finally {
    await world.end()
  }
}
