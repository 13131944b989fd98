import * as v from 'valibot'
import { SessionId } from '../../session/index.ts'
import { CallId } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

/** Asks where words stand in what was said: in one session, or in all of this host’s; the newest turns first. */
export const Search = v.strictObject({
  t: v.literal('search'),
  call: CallId,
  session: v.nullable(SessionId),
  query: v.pipe(v.string(), v.minLength(1), v.maxLength(WIRE_LIMITS.queryLength.value)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(WIRE_LIMITS.searchHits.value)),
})
export type Search = v.InferOutput<typeof Search>
