import { existsSync } from 'node:fs'
import { inRoot } from './paths.mjs'

const NEEDED = [
  'relay/bin/hearth-relay.mjs',
  'relay/dist/index.js',
  'host-agent/dist/index.js',
  'extension/.output/chrome-mv3/manifest.json',
  'extension/.output/web/index.html',
]

/** vitest's global setup of the e2e project: its processes run what was built, so a missing build is said here. */
export default function setup() {
  const missing = NEEDED.filter((path) => !existsSync(inRoot(path)))
  if (missing.length > 0) throw new Error(`not built: ${missing.join(', ')}. Run \`npm run build\` first.`)
}
