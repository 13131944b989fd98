import * as v from 'valibot'
import { AgentId, SESSION_LIMITS, SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Ends a command that an agent left running. */
export const StopTask = v.strictObject({
  t: v.literal('stop-task'),
  call: CallId,
  session: SessionId,
  agent: AgentId,
  task: v.pipe(v.string(), v.maxLength(SESSION_LIMITS.choiceText.value)),
})
export type StopTask = v.InferOutput<typeof StopTask>
