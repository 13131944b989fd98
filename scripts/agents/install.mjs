import { ensureAgent, installableAgents } from '../lib/agents.mjs'
import { requireNode } from '../lib/node-version.mjs'
import { main, Problem } from '../lib/say.mjs'

/** `node scripts/agents/install.mjs [names…]`: the real agents that tests can drive; all without names. */
main(async () => {
  requireNode()
  const all = installableAgents()
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !all.includes(name))
  if (unknown !== undefined) throw new Problem(`no agent ${unknown}; there are ${all.join(', ')}`)
  for (const name of names.length > 0 ? names : all) await ensureAgent(name)
  return 0
})
