import * as v from 'valibot'
import { PartyId, RequestId, RequestOutcome } from '../../session/index.ts'
import { Name } from '../common.ts'

/** A request no longer waits; `by` is the device that answered it. */
export const RequestGone = v.strictObject({
  t: v.literal('request-gone'),
  request: RequestId,
  outcome: RequestOutcome,
  by: v.nullable(v.strictObject({ id: PartyId, name: Name })),
})
export type RequestGone = v.InferOutput<typeof RequestGone>
