import { readFileSync } from 'node:fs'
import { inRoot } from '../lib/paths.mjs'
import { planOf } from './plan.mjs'
import { room } from './rooms.mjs'

/** Mutants that nobody needs to notice, each with the reason. By their text, as lines move. */
const ACCEPTED = JSON.parse(readFileSync(inRoot('scripts', 'mutation', 'accepted.json'), 'utf8')).flatMap(
  ({ mutants, ...rest }) => mutants.map(([was, now]) => ({ ...rest, was, now })),
)

const keyOf = ({ file, was, now }) => JSON.stringify([file, was, now])

/**
 * Those that no entry speaks for. An entry speaks for one mutant of its text: where a source says the same twice, and
 * neither is noticed, one is left.
 * @param {readonly import('./mutants.mjs').Mutant[]} mutants
 */
export function unaccepted(mutants) {
  const entries = ACCEPTED.map(keyOf)
  return mutants.filter((mutant) => {
    const at = entries.indexOf(keyOf(mutant))
    if (at !== -1) entries.splice(at, 1)
    return at === -1
  })
}

/** Entries about these rooms that name nothing in their sources any more. @param {readonly string[]} names */
export function staleOf(names) {
  const sources = names.flatMap((name) => room(name).sources)
  const there = new Set([...planOf(sources).mutants.values()].map(keyOf))
  return ACCEPTED.filter((entry) => sources.includes(entry.file) && !there.has(keyOf(entry)))
}
