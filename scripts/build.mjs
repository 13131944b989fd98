import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode } from './lib/node-version.mjs'
import { main } from './lib/say.mjs'

main(async () => {
  requireNode()
  await ensureInstalled()
  await ensureBuilt()
})
