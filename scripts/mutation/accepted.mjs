import { readFileSync } from 'node:fs'
import { inRoot } from '../lib/paths.mjs'
import { planOf } from './plan.mjs'
import { room } from './rooms.mjs'

/** Mutants that nobody needs to notice, each with the reason. By their text, as lines move. */
const ACCEPTED = JSON.parse(readFileSync(inRoot('scripts', 'mutation', 'accepted.json'), 'utf8')).flatMap(
  ({ mutants, ...rest }) => mutants.map(([was, now]) => ({ ...rest, was, now })),
)

const keyOf = ({ file, was, now }) => JSON.stringify([file, was, now])
const KEYS = new Set(ACCEPTED.map(keyOf))

/** @param {import('./mutants.mjs').Mutant} mutant */
export const isAccepted = (mutant) => KEYS.has(keyOf(mutant))

/** Entries about these rooms that name nothing in their sources any more. @param {readonly string[]} names */
export function staleOf(names) {
  const sources = names.flatMap((name) => room(name).sources)
  const there = new Set([...planOf(sources).mutants.values()].map(keyOf))
  return ACCEPTED.filter((entry) => sources.includes(entry.file) && !there.has(keyOf(entry)))
}
