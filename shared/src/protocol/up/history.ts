import * as v from 'valibot'
import { SessionId, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Asks for at most `limit` turns before turn `before`, for scrolling up. */
export const History = v.strictObject({
  t: v.literal('history'),
  call: CallId,
  session: SessionId,
  before: TurnNumber,
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.historyTurns.value)),
})
export type History = v.InferOutput<typeof History>
