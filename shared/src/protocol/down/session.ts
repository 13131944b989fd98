import * as v from 'valibot'
import { SessionSummary } from '../common.ts'

/** A session is new or its line in the list changed. */
export const SessionLine = v.strictObject({
  t: v.literal('session'),
  session: SessionSummary,
})
export type SessionLine = v.InferOutput<typeof SessionLine>
