import { existsSync, readdirSync } from 'node:fs'
import { installLocked } from './install.mjs'
import { inRoot } from './paths.mjs'
import { Problem, say, since } from './say.mjs'
import { isAgentInstalled, markAgentInstalled } from './stamp.mjs'

/** What every run of the tests drives over ACP, beside opencode, which comes with the host agent. */
const ALWAYS = 'codex'
/** Set where a missing agent is a fault, such as in CI. */
const REQUIRE = 'HEARTH_REQUIRE_AGENTS'

/** Each folder is an agent with a lock file of its own: outside the workspace, so that nobody else downloads it. */
export function installableAgents() {
  return readdirSync(inRoot('e2e', 'agents'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(inRoot('e2e', 'agents', entry.name, 'package.json')))
    .map((entry) => entry.name)
}

/** Installs an agent's packages unless they are in place. @param {string} name */
export async function ensureAgent(name) {
  const folder = inRoot('e2e', 'agents', name)
  if (isAgentInstalled(folder)) return
  const start = Date.now()
  say(`${name}: installing…`)
  // Not one of these packages needs its install scripts for what the tests do with it.
  await installLocked(['--ignore-workspace', '--ignore-scripts'], folder)
  markAgentInstalled(folder)
  say(`${name}: installed in ${since(start)}`)
}

/** The agent of every run; where it can't be had, its tests say so and are left out, or fail if agents are required. */
export async function ensureTestAgent() {
  try {
    await ensureAgent(ALWAYS)
  } catch (error) {
    if (!(error instanceof Problem) || process.env[REQUIRE] === '1') throw error
    say(`${ALWAYS} could not be installed; its tests are left out.\n${error.message}`)
  }
}
