import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../lib/build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { main, Problem, say } from '../lib/say.mjs'

/** Runs that the design asks for; with time left it goes no further, as other soaks follow. */
const RUNS = 102
/** Runs in one world before a fresh one: a leak of memory or connections must not hide behind a restart. */
const RUNS_PER_WORLD = 34
/** Fewer than this say nothing. */
const LEAST_RUNS = 12
/** Kept back from the time that is left, for the last run to recover and the world to end. */
const SPARE_MS = 90_000
const DEFAULT_SECONDS = 1_500

/** Kills relay, opencode and host at random moments of turns, and checks what was promised. HEARTH_SOAK_SECONDS bounds it. */
main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { runCampaign } = await import(pathToFileURL(inRoot('e2e', 'dist', 'faults', 'campaign.js')).href)
  const seconds = Number(process.env.HEARTH_SOAK_SECONDS ?? DEFAULT_SECONDS)
  if (!Number.isFinite(seconds)) throw new Problem('HEARTH_SOAK_SECONDS is not a number.')
  const begun = Date.now()
  const deadline = begun + seconds * 1000 - SPARE_MS
  const first = Number(process.env.HEARTH_FAULT_SEED ?? begun % 1_000_000)
  const total = { runs: 0, states: {}, retried: 0, problems: [] }
  for (let seed = first; total.runs < RUNS && Date.now() < deadline && total.problems.length === 0; seed++) {
    const left = Math.min(RUNS_PER_WORLD, RUNS - total.runs)
    const { runs, states, retried, problems } = await runCampaign(seed, left, { deadline })
    total.runs += runs
    total.retried += retried
    for (const [state, count] of Object.entries(states))
      total.states[state] = (total.states[state] ?? 0) + count
    total.problems.push(...problems)
  }
  for (const problem of total.problems) say(problem)
  const ends = Object.entries(total.states).map(([state, count]) => `${count} ${state}`)
  const took = Math.round((Date.now() - begun) / 1000)
  say(
    `faults: ${total.runs} kills from seed ${first} in ${took} s: ${ends.join(', ')}, ${total.retried} retried; ${total.problems.length} broken promises`,
  )
  return total.problems.length === 0 && total.runs >= LEAST_RUNS ? 0 : 1
})
