import fc from 'fast-check'
import { test } from 'vitest'
import { anyCommands, runModel } from './testing/model/run.ts'

/** Interleavings that are tried in each run of the tests; `scripts/soak/model.mjs` tries thousands. */
const RUNS = Number(process.env.HEARTH_MODEL_RUNS ?? 250)
const SEED = process.env.HEARTH_MODEL_SEED

test('whatever happens in whatever order, nothing admitted is lost, sent twice or settled twice', {
  timeout: Math.max(120_000, RUNS * 500),
}, async () => {
  await fc.assert(
    fc.asyncProperty(anyCommands, (commands) => runModel(commands, new Map())),
    { numRuns: RUNS, ...(SEED !== undefined && { seed: Number(SEED) }) },
  )
})
