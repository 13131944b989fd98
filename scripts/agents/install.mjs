import { existsSync, readdirSync } from 'node:fs'
import { installLocked } from '../lib/install.mjs'
import { requireNode } from '../lib/node-version.mjs'
import { inRoot } from '../lib/paths.mjs'
import { main, Problem, say, since } from '../lib/say.mjs'
import { isAgentInstalled, markAgentInstalled } from '../lib/stamp.mjs'

/** Each folder is an agent with a lock file of its own: outside the workspace, so that nobody else downloads it. */
const AGENTS = inRoot('e2e', 'agents')

function known() {
  return readdirSync(AGENTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(inRoot('e2e', 'agents', entry.name, 'package.json')))
    .map((entry) => entry.name)
}

/** @param {string} name */
async function install(name) {
  const folder = inRoot('e2e', 'agents', name)
  if (isAgentInstalled(folder)) return say(`${name}: in place`)
  const start = Date.now()
  say(`${name}: installing…`)
  // Not one of these packages needs its install scripts for what the tests do with it.
  await installLocked(['--ignore-workspace', '--ignore-scripts'], folder)
  markAgentInstalled(folder)
  say(`${name}: installed in ${since(start)}`)
}

/** `node scripts/agents/install.mjs [names…]`: the real agents that tests can drive; all without names. */
main(async () => {
  requireNode()
  const all = known()
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new Problem(`no agent ${unknown}; there are ${all.join(', ')}`)
  for (const name of names.length > 0 ? names : all) await install(name)
  return 0
})
