import * as v from 'valibot'
import { AgentId, ProjectId, SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Makes a session that continues one made with the agent’s own program, with its history. */
export const AdoptSession = v.strictObject({
  t: v.literal('adopt-session'),
  call: CallId,
  session: SessionId,
  project: ProjectId,
  agent: AgentId,
  foreign: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.foreignIdLength.value)),
})
export type AdoptSession = v.InferOutput<typeof AdoptSession>
