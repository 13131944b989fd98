import * as v from 'valibot'
import { CallId } from '../common.ts'

/** No more pushes to this device. */
export const PushUnsubscribe = v.strictObject({
  t: v.literal('push-unsubscribe'),
  call: CallId,
})
export type PushUnsubscribe = v.InferOutput<typeof PushUnsubscribe>
