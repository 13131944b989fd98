import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Takes back a prompt that is still queued. */
export const Withdraw = v.strictObject({
  t: v.literal('withdraw'),
  call: CallId,
  session: SessionId,
  turn: TurnNumber,
})
export type Withdraw = v.InferOutput<typeof Withdraw>
