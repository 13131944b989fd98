import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TestRunner } from 'vitest'
import { getFn } from 'vitest/suite'

/** A mutant that is asked more often in one try has made a loop endless. */
const ENDLESS = 3_000_000
/** A mutated test that takes this much longer than the same test unmutated has noticed: it waits for what never comes. */
const SLOWER = 10
const LEAST_MS = 1_000
/** Above any number of mutants in a room: the tries of a test end by themselves. */
const TRIES = 100_000

const folder = process.env.HEARTH_MUTATION_DIR
const { only, deadline } = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))
const wanted = new Set(only)

let active = -1
let asked = 0
const reached = new Set()

globalThis.__hearthMutant = (id) => {
  if (active === -1) reached.add(id)
  if (id !== active) return false
  asked += 1
  if (asked > ENDLESS) throw new Error('endless')
  return true
}

/** @param {number} ms @param {Promise<unknown>} work */
async function within(ms, work) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('waits in vain')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const before = readdirSync(folder)
  .filter((file) => file.startsWith('noticed-'))
  .flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).noticed)

/**
 * Runs each test once as it is, then once more for each mutant that it reached and nobody has noticed, and at last
 * as it is again: a test that can't be repeated would notice what it does not see. Hooks run each time.
 */
export default class MutationRunner extends TestRunner {
  #file = join(folder, `noticed-${Date.now()}-${process.pid}.json`)
  #noticed = new Set(before)
  #reached = new Set()
  #broken = []
  #left = []
  #last = false
  #tookMs = 0

  onBeforeRunTask(test) {
    test.retry = TRIES
    this.#last = false
    return super.onBeforeRunTask(test)
  }

  onBeforeTryTask(test, tries) {
    if (tries.retry === 0) {
      active = -1
      reached.clear()
    }
    asked = 0
    return super.onBeforeTryTask(test, tries)
  }

  async runTask(test) {
    const begun = performance.now()
    if (active !== -1) return await within(LEAST_MS + SLOWER * this.#tookMs, getFn(test)())
    await getFn(test)()
    this.#tookMs = performance.now() - begun
  }

  onAfterRetryTask(test, { retry }) {
    const failed = test.result.state === 'fail'
    if (test.result.state === 'skip' || test.result.pending) return
    if (retry === 0 || this.#last) {
      if (failed) this.#broken.push({ test: test.name, when: retry === 0 ? 'first' : 'last' })
      for (const id of reached) this.#reached.add(id)
      this.#left = [...reached].filter((id) => wanted.has(id) && !this.#noticed.has(id))
      if (failed || this.#last) return this.#end(test)
    } else if (failed) this.#noticed.add(active)
    const next = Date.now() < deadline ? this.#left.shift() : undefined
    if (next === undefined && retry === 0) return this.#end(test)
    this.#last = next === undefined
    active = next ?? -1
    // Vitest tries again what has not passed and has an error to show for it.
    test.result.state = 'run'
    test.result.errors = [{ message: 'once more' }]
  }

  /** After each test, so that a run that is ended early has told what it knows. */
  #tell(done) {
    const told = { done, noticed: [...this.#noticed], reached: [...this.#reached], broken: this.#broken }
    writeFileSync(this.#file, JSON.stringify(told))
  }

  #end(test) {
    this.#tell(false)
    active = -1
    test.result.state = 'pass'
    test.result.errors = undefined
  }

  onAfterRunFiles(files) {
    this.#tell(true)
    return super.onAfterRunFiles(files)
  }
}
