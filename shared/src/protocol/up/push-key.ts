import * as v from 'valibot'
import { CallId } from '../common.ts'

/** Asks for the key under which this host sends pushes (VAPID). */
export const PushKey = v.strictObject({
  t: v.literal('push-key'),
  call: CallId,
})
export type PushKey = v.InferOutput<typeof PushKey>
