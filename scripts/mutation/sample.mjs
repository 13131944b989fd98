import { say } from '../lib/say.mjs'

/** mulberry32: a seed names a sample. */
function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * All of a room's mutants, or, with HEARTH_MUTATION_SAMPLE, that many of them at most, drawn by HEARTH_MUTATION_SEED
 * (the clock without one).
 * @param {string} name
 */
export function sampleOf(name) {
  const most = process.env.HEARTH_MUTATION_SAMPLE
  if (most === undefined) return (numbers) => numbers
  const seed = Number(process.env.HEARTH_MUTATION_SEED ?? Date.now() % 1_000_000)
  say(`${name}: at most ${most} mutants by HEARTH_MUTATION_SEED=${seed}`)
  const next = random(seed)
  return (numbers) =>
    numbers
      .map((number) => ({ number, at: next() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, Number(most))
      .map(({ number }) => number)
}
