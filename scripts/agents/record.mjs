import { ensureBuilt } from '../lib/build.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runInherited } from '../lib/run.mjs'
import { main } from '../lib/say.mjs'

/**
 * `node scripts/agents/record.mjs [agents] [scenarios]`, each a list with commas: records anew what the real agents
 * say, into host-agent/src/agents/acp/recordings.
 */
main(async () => {
  await ensureBuilt()
  const recorder = inRoot('host-agent', 'dist', 'agents', 'testing', 'real', 'record.js')
  return runInherited(process.execPath, [recorder, ...process.argv.slice(2)])
})
