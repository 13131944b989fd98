import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from '../lib/install.mjs'
import { requireNode } from '../lib/node-version.mjs'
import { inRoot } from '../lib/paths.mjs'
import { runCaptured } from '../lib/run.mjs'
import { main, Problem, say, since } from '../lib/say.mjs'
import { staleOf, unaccepted } from './accepted.mjs'
import { planOf } from './plan.mjs'
import { HELD, ROOM_NAMES, room } from './rooms.mjs'
import { sampleOf } from './sample.mjs'

const CONFIG = inRoot('scripts', 'mutation', 'vitest.config.mjs')
const VITEST = inRoot('node_modules', 'vitest', 'vitest.mjs')

/** Kept back from the time that is left, for tests that are at work to end. */
const SPARE_MS = 60_000

/** When to begin nothing more: as long as HEARTH_SOAK_SECONDS says, or for ever. */
const deadline =
  process.env.HEARTH_SOAK_SECONDS === undefined
    ? Number.MAX_SAFE_INTEGER
    : Date.now() + Number(process.env.HEARTH_SOAK_SECONDS) * 1000 - SPARE_MS
const isLate = () => Date.now() >= deadline

/** Runs a room's tests against its mutants. @param {string} name @param {readonly number[]} only */
async function run(name, only) {
  const folder = mkdtempSync(join(tmpdir(), 'hearth-mutation-'))
  try {
    writeFileSync(join(folder, 'plan.json'), JSON.stringify({ only, deadline }))
    const env = { ...process.env, HEARTH_MUTATION_ROOM: name, HEARTH_MUTATION_DIR: folder }
    const { output } = await runCaptured(process.execPath, [VITEST, 'run', '--config', CONFIG], { env })
    const results = readdirSync(folder)
      .filter((file) => file.startsWith('noticed-'))
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    return {
      output,
      files: results.filter(({ done }) => done).length,
      noticed: new Set(results.flatMap((result) => result.noticed)),
      broken: results.flatMap((result) => result.broken),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const show = ({ file, line, was, now }) => `${file}:${line}  ${was}  →  ${now}`

/** @param {string} name @param {(numbers: readonly number[]) => readonly number[]} choose */
async function tryRoom(name, choose) {
  const begun = Date.now()
  const { sources, tests } = room(name)
  const { mutants } = planOf(sources)
  const only = choose([...mutants.keys()])
  if (only.length === 0) return { tried: 0, unnoticed: [], accepted: 0, faults: 0 }
  const { output, files, noticed, broken } = await run(name, only)
  if (files !== tests.length) {
    say(`${output}\n${name}: ${files} of ${tests.length} test files came to their end`)
    return { tried: 0, unnoticed: [], accepted: 0, faults: 1 }
  }
  for (const { test, when } of broken)
    say(when === 'first' ? `fails unmutated: ${test}` : `can't be repeated: ${test}`)
  if (isLate()) {
    say(
      `${name}: no time for all; ${noticed.size} of ${only.length} mutants noticed so far, nothing said of the rest`,
    )
    return { tried: noticed.size, unnoticed: [], accepted: 0, faults: broken.length }
  }
  const left = only.filter((id) => !noticed.has(id)).map((id) => mutants.get(id))
  const unnoticed = unaccepted(left)
  for (const mutant of unnoticed) say(`unnoticed: ${show(mutant)}`)
  const accepted = left.length - unnoticed.length
  say(
    `${name}: ${only.length} mutants, ${accepted} harmless, ${unnoticed.length} unnoticed (${since(begun)})`,
  )
  return { tried: only.length, unnoticed, accepted, faults: broken.length }
}

/** `npm run test:mutation [-- rooms…]`: changes one check at a time and asks whether a test notices; without names where it must. */
main(async () => {
  requireNode()
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !ROOM_NAMES.includes(name))
  if (unknown !== undefined) throw new Problem(`no room ${unknown}; there are ${ROOM_NAMES.join(', ')}`, 2)
  await ensureInstalled()
  const chosen = names.length > 0 ? names : HELD
  const sum = { tried: 0, accepted: 0, unnoticed: 0, faults: 0 }
  for (const name of chosen) {
    if (isLate()) {
      say(`${name}: no time left`)
      continue
    }
    const { tried, accepted, unnoticed, faults } = await tryRoom(name, sampleOf(name))
    sum.tried += tried
    sum.accepted += accepted
    sum.unnoticed += unnoticed.length
    sum.faults += faults
  }
  for (const entry of staleOf(chosen)) {
    say(`no longer in the source: ${entry.file}  ${entry.was}  →  ${entry.now}`)
    sum.faults += 1
  }
  say(`mutation: ${sum.tried} mutants, ${sum.accepted} harmless, ${sum.unnoticed} unnoticed`)
  return sum.unnoticed === 0 && sum.faults === 0 && sum.tried > 0 ? 0 : 1
})
