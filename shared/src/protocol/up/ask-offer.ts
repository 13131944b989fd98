import * as v from 'valibot'
import { RequestId } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Asks for a fresh offer under which this device may decide a request. */
export const AskOffer = v.strictObject({
  t: v.literal('ask-offer'),
  call: CallId,
  request: RequestId,
})
export type AskOffer = v.InferOutput<typeof AskOffer>
