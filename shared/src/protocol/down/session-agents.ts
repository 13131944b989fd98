import * as v from 'valibot'
import { SessionAgent } from '../../session/index.ts'
import { SubId } from '../common.ts'

/** The agents as the subscribed session has them now: after a subscription has caught up, and whenever it changes. */
export const SessionAgents = v.strictObject({
  t: v.literal('session-agents'),
  sub: SubId,
  agents: v.array(SessionAgent),
})
export type SessionAgents = v.InferOutput<typeof SessionAgents>
