import * as v from 'valibot'
import { PendingRequest } from '../../session/index.ts'

/** A request waits for a person. */
export const RequestOpen = v.strictObject({
  t: v.literal('request'),
  request: PendingRequest,
})
export type RequestOpen = v.InferOutput<typeof RequestOpen>
