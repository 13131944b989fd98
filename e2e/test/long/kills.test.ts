import { expect, it } from 'vitest'
import { runCampaign } from '../../src/faults/campaign.ts'

const RUNS = 8
/** From the environment to repeat a run that failed; else another one each day, so that time finds more. */
const SEED = Number(process.env.HEARTH_FAULT_SEED ?? Math.floor(Date.now() / 86_400_000))

it(`kill -9 of relay, opencode and host at random moments of a turn (HEARTH_FAULT_SEED=${SEED}): nothing admitted is lost, nothing runs twice, every turn ends in a named state`, async () => {
  const lines: string[] = []
  const { problems, runs, states } = await runCampaign(SEED, RUNS, { say: (line) => lines.push(line) })
  if (problems.length > 0) process.stderr.write(`${lines.join('\n')}\n`)
  expect(problems).toEqual([])
  expect(runs).toBe(RUNS)
  expect(states.completed).toBeGreaterThan(0)
}, 180_000)
