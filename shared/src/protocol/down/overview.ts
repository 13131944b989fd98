import * as v from 'valibot'
import { PendingRequest } from '../../session/index.ts'
import { Agent, Project, SessionSummary } from '../common.ts'

/** All that a device needs at attach besides transcripts; sent after `welcome` and again when it was lost. */
export const Overview = v.strictObject({
  t: v.literal('overview'),
  projects: v.array(Project),
  agents: v.array(Agent),
  sessions: v.array(SessionSummary),
  requests: v.array(PendingRequest),
})
export type Overview = v.InferOutput<typeof Overview>
