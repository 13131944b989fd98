import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** Stops a running turn. */
export const Stop = v.strictObject({
  t: v.literal('stop'),
  call: CallId,
  session: SessionId,
  turn: TurnNumber,
})
export type Stop = v.InferOutput<typeof Stop>
