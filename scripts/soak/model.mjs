import { spawn } from 'node:child_process'
import { ensureBuilt } from '../lib/build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inRoot } from '../lib/paths.mjs'
import { main, Problem, say } from '../lib/say.mjs'

/** Interleavings that are tried: HEARTH_MODEL_RUNS asks for another number. */
const RUNS = 10_000
/** Fewer than this say nothing. */
const LEAST_RUNS = 1_000
/** Each has a core of its own. */
const SHARDS = 2
const DEFAULT_SECONDS = 1_500
/** Kept back from the time that is left: the last run, and what a failure needs to be shrunk. */
const SPARE_SECONDS = 60

const numberOf = (name, otherwise) => {
  const value = Number(process.env[name] ?? otherwise)
  if (!Number.isFinite(value)) throw new Problem(`${name} is not a number.`)
  return value
}

/** One process that tries its share. @returns {Promise<{ code: number, runs: number }>} */
const shard = (runs, seed, seconds) =>
  new Promise((resolve, reject) => {
    const program = inRoot('host-agent', 'dist', 'sessions', 'testing', 'model', 'main.js')
    const child = spawn(process.execPath, [program, String(runs), String(seed), String(seconds)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      say(output.trimEnd())
      resolve({ code: code ?? 1, runs: Number.parseInt(output, 10) || 0 })
    })
  })

/** Tries the turn engine with random commands, against what must always hold. HEARTH_SOAK_SECONDS bounds it. */
main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const runs = numberOf('HEARTH_MODEL_RUNS', RUNS)
  const seconds = Math.max(1, numberOf('HEARTH_SOAK_SECONDS', DEFAULT_SECONDS) - SPARE_SECONDS)
  const begun = Date.now()
  const first = numberOf('HEARTH_MODEL_SEED', begun % 1_000_000)
  const share = Math.ceil(runs / SHARDS)
  const ends = await Promise.all(Array.from({ length: SHARDS }, (_, at) => shard(share, first + at, seconds)))
  const done = ends.reduce((sum, end) => sum + end.runs, 0)
  const took = Math.round((Date.now() - begun) / 1_000)
  say(`model: ${done} interleavings from seeds ${first} to ${first + SHARDS - 1} in ${took} s`)
  return ends.every(({ code }) => code === 0) && done >= Math.min(runs, LEAST_RUNS) ? 0 : 1
})
