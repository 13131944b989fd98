import * as v from 'valibot'
import { AgentId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Switches an agent of the host’s catalog on or off for new turns. Adding one is done at the host alone. */
export const SwitchAgent = v.strictObject({
  t: v.literal('switch-agent'),
  call: CallId,
  agent: AgentId,
  enabled: v.boolean(),
})
export type SwitchAgent = v.InferOutput<typeof SwitchAgent>
