import * as v from 'valibot'
import { AgentId, ProjectId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Asks for the sessions that were made with an agent’s own program in a project. */
export const ListForeign = v.strictObject({
  t: v.literal('list-foreign'),
  call: CallId,
  project: ProjectId,
  agent: AgentId,
})
export type ListForeign = v.InferOutput<typeof ListForeign>
