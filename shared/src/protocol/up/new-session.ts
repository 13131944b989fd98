import * as v from 'valibot'
import { AgentId, ProjectId, SessionId } from '../../session/index.ts'
import { CallId, Title } from '../common.ts'

/** Makes a session. Repeating it with the same id is harmless. */
export const NewSession = v.strictObject({
  t: v.literal('new-session'),
  call: CallId,
  session: SessionId,
  project: ProjectId,
  agent: AgentId,
  place: v.picklist(['worktree', 'main']),
  title: Title,
})
export type NewSession = v.InferOutput<typeof NewSession>
