import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Puts waiting prompts into this order, before all others that wait. */
export const OrderQueue = v.strictObject({
  t: v.literal('order-queue'),
  call: CallId,
  session: SessionId,
  turns: v.pipe(v.array(TurnNumber), v.minLength(1), v.maxLength(WIRE_LIMITS.queueTurns.value)),
})
export type OrderQueue = v.InferOutput<typeof OrderQueue>
