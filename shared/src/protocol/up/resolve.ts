import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Says what becomes of a turn that ended `unknown`. */
export const Resolve = v.strictObject({
  t: v.literal('resolve'),
  call: CallId,
  session: SessionId,
  turn: TurnNumber,
  choice: v.picklist(['retry', 'abandon']),
})
export type Resolve = v.InferOutput<typeof Resolve>
