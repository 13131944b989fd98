import { readFileSync } from 'node:fs'
import { inRoot } from '../lib/paths.mjs'
import { findSpots } from './mutants.mjs'

/** More than a file can have: numbers of mutants stay apart. */
const PER_FILE = 10_000

/** The sources of a room with their spots, and every mutant by its number. @param {readonly string[]} sources */
export function planOf(sources) {
  const files = new Map()
  const mutants = new Map()
  sources.forEach((file, index) => {
    const base = index * PER_FILE
    const text = readFileSync(inRoot(file), 'utf8')
    const spots = findSpots(file, text)
    files.set(inRoot(file), { base, text, spots })
    for (const mutant of spots.flatMap((spot) => spot.mutants)) mutants.set(base + mutant.n, mutant)
  })
  return { files, mutants }
}
