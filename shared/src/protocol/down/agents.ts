import * as v from 'valibot'
import { Agent } from '../common.ts'

/** The agents’ states changed. */
export const Agents = v.strictObject({
  t: v.literal('agents'),
  agents: v.array(Agent),
})
export type Agents = v.InferOutput<typeof Agents>
