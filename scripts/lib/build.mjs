import { inRoot } from './paths.mjs'
import { runCaptured } from './run.mjs'
import { Problem, say, since } from './say.mjs'
import { buildKey, isBuilt, markBuilt } from './stamp.mjs'

/** Arguments for `node` that run the TypeScript compiler of this repository. */
export const TSC = inRoot('node_modules', 'typescript', 'bin', 'tsc')

/** Compiles what changed since the last build; nothing changed costs a few milliseconds. */
export async function ensureBuilt() {
  if (isBuilt()) return
  const start = Date.now()
  const key = buildKey()
  const { code, output } = await runCaptured(process.execPath, [TSC, '-b'])
  if (code !== 0) throw new Problem(`the build failed:\n${output.trimEnd()}`)
  markBuilt(key)
  say(`built in ${since(start)}`)
}
