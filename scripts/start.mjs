import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { main, Problem } from './lib/say.mjs'

/** Runs `hearth up` in this very process: signals, exit code and terminal are its own, and no second Node starts. */
main(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
  if (!existsSync(inRoot('host-agent', 'dist', 'cli', 'main.js'))) {
    throw new Problem('host-agent/dist/cli/main.js is missing after the build.')
  }
  const command = inRoot('host-agent', 'bin', 'hearth.mjs')
  process.argv = [process.argv[0], command, 'up', ...process.argv.slice(2)]
  await import(pathToFileURL(command).href)
})
