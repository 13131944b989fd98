import { existsSync } from 'node:fs'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { inRoot } from './lib/paths.mjs'
import { runInherited } from './lib/run.mjs'
import { main, Problem } from './lib/say.mjs'

main(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
  const bench = inRoot('e2e', 'dist', 'bench', 'main.js')
  if (!existsSync(bench)) throw new Problem('e2e/dist/bench/main.js is missing after the build.')
  return runInherited(process.execPath, [bench, ...process.argv.slice(2)])
})
