import * as v from 'valibot'
import { AgentId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Has the host try whether an agent starts; no prompt is sent. */
export const CheckAgent = v.strictObject({ t: v.literal('check-agent'), call: CallId, agent: AgentId })
export type CheckAgent = v.InferOutput<typeof CheckAgent>
