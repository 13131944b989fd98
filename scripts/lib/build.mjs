import { ensureFacesBuilt } from './build-faces.mjs'
import { inRoot } from './paths.mjs'
import { runCaptured } from './run.mjs'
import { Problem, say, since } from './say.mjs'
import { buildKey, isBuilt, markBuilt } from './stamp.mjs'

/** Arguments for `node` that run the TypeScript compiler of this repository. */
export const TSC = inRoot('node_modules', 'typescript', 'bin', 'tsc')

/** Builds what changed since the last time; nothing changed costs a few milliseconds. */
export async function ensureBuilt() {
  await Promise.all([ensureCompiled(), ensureFacesBuilt()])
}

/** Compiles what Node runs: all but the app. */
async function ensureCompiled() {
  if (isBuilt()) return
  const start = Date.now()
  const key = buildKey()
  const { code, output } = await runCaptured(process.execPath, [TSC, '-b', 'tsconfig.node.json'])
  if (code !== 0) throw new Problem(`the build failed:\n${output.trimEnd()}`)
  markBuilt(key)
  say(`built in ${since(start)}`)
}
