import fc from 'fast-check'
import { KINDS } from './kinds.ts'
import { anyCommands, runModel } from './run.ts'

/** Runs after which every kind of event must have been seen: a model that no longer gets somewhere proves nothing. */
const ENOUGH_RUNS = 4_000

/**
 * Tries many interleavings: `RUNS SEED SECONDS`. Prints how many it tried; of a failure the seed, the shrunk commands,
 * and what was wrong.
 */
const main = async (): Promise<number> => {
  const [runs = 0, seed = 0, seconds = 0] = process.argv.slice(2).map(Number)
  const met = new Map<string, number>()
  const begun = Date.now()
  const details = await fc.check(
    fc.asyncProperty(anyCommands, (commands) => runModel(commands, met)),
    {
      numRuns: runs,
      seed,
      interruptAfterTimeLimit: seconds * 1_000,
      markInterruptAsFailure: false,
    },
  )
  const took = Math.round((Date.now() - begun) / 1_000)
  process.stdout.write(`${details.numRuns} runs from seed ${seed} in ${took} s\n`)
  if (!details.failed) {
    const kinds = [...met].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, runs]) => `${kind} ${runs}`)
    process.stdout.write(`  seen in so many: ${kinds.join(', ')}\n`)
    const missing = details.numRuns < ENOUGH_RUNS ? [] : KINDS.filter((kind) => !met.has(kind))
    if (missing.length > 0) process.stdout.write(`never seen: ${missing.join(', ')}\n`)
    return missing.length === 0 ? 0 : 1
  }
  const { errorInstance: error } = details
  const why = error instanceof Error ? error.stack : String(error)
  process.stdout.write(`${await fc.asyncDefaultReportMessage(details)}\n${why}\n`)
  return 1
}

process.exitCode = await main()
