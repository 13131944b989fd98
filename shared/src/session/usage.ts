import type { Usage } from './content.ts'

/** Nothing used yet. */
export const NO_USAGE: Usage = { input: 0, output: 0, cached: 0, reasoning: 0, cost: 0 }

/** The sum of two usages, field by field. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cached: a.cached + b.cached,
  reasoning: a.reasoning + b.reasoning,
  cost: a.cost + b.cost,
})

/** The sum of any number of usages: steps to a turn, turns to a session, sessions to a day. */
export const sumUsage = (all: Iterable<Usage>): Usage => {
  let sum = NO_USAGE
  for (const one of all) sum = addUsage(sum, one)
  return sum
}
