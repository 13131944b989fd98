import * as v from 'valibot'
import { AgentId, SESSION_LIMITS, SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'

const choice = v.pipe(v.string(), v.maxLength(SESSION_LIMITS.choiceText.value))

/** Sets one of an agent’s options in a session. */
export const SetOption = v.strictObject({
  t: v.literal('set-option'),
  call: CallId,
  session: SessionId,
  agent: AgentId,
  option: choice,
  value: choice,
})
export type SetOption = v.InferOutput<typeof SetOption>
