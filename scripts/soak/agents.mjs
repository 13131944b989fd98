import { pathToFileURL } from 'node:url'
import { ensureBuilt } from '../lib/build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { main, Problem, say } from '../lib/say.mjs'

const TURNS = 200
/** Fewer than this say nothing. */
const LEAST_TURNS = 60
/** No prompt is begun later than this, whatever time there is. */
const AT_MOST_MS = 8 * 60_000
/** Kept back from the time that is left, for the last prompts to end and the world with them. */
const SPARE_MS = 120_000
/** How much bigger the host may be at the end: what it keeps of its sessions, and what is not collected yet. */
const MEMORY_GROWTH = 1.5

const number = (name, fallback) => {
  const value = Number(process.env[name] ?? fallback)
  if (!Number.isFinite(value)) throw new Problem(`${name} is not a number.`)
  return value
}

/**
 * Prompts in four sessions at three agents, with kills and cuts: none lost, doubled or stuck, no process left.
 * HEARTH_SOAK_TURNS makes it shorter or longer, HEARTH_SOAK_SECONDS bounds it, HEARTH_FAULT_SEED repeats one.
 */
main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const { soakAgents } = await import(
    pathToFileURL(inRoot('e2e', 'dist', 'faults', 'agents', 'soak.js')).href
  )
  const begun = Date.now()
  const seconds = number('HEARTH_SOAK_SECONDS', (AT_MOST_MS + SPARE_MS) / 1000)
  const turns = number('HEARTH_SOAK_TURNS', TURNS)
  const seed = number('HEARTH_FAULT_SEED', begun % 1_000_000)
  say(`agents: seed ${seed}`)
  const deadline = begun + Math.min(AT_MOST_MS, seconds * 1000 - SPARE_MS)
  const found = await soakAgents({ seed, turns, deadline, say })
  for (const problem of found.problems) say(problem)
  const states = Object.entries(found.states).map(([state, count]) => `${count} ${state}`)
  const [before, after] = found.processes
  const [memory, grown] = found.memoryMb
  say(
    `agents (${found.agents.join(', ')}): ${found.prompts} prompts, ${found.strikes} kills and cuts from seed ${seed} in ${Math.round((Date.now() - begun) / 1000)} s: ${states.join(', ')}, ${found.retried} retried; ${found.problems.length} broken promises; processes of agents ${before}, at the end ${after}; host ${memory} MB, at the end ${grown} MB; ${found.orphans} left when it had ended`,
  )
  const isWell = found.problems.length === 0 && before === after && grown <= memory * MEMORY_GROWTH
  return isWell && found.prompts >= Math.min(turns, LEAST_TURNS) ? 0 : 1
})
