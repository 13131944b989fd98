import * as v from 'valibot'
import { Instant, PartyId, RequestOutcome, SessionId, Turn, TurnNumber } from '../../session/index.ts'
import { CallId } from '../common.ts'

/** What a call gave, by the name of the call. */
export const CallValue = v.variant('of', [
  v.strictObject({ of: v.literal('subscribe') }),
  v.strictObject({ of: v.literal('history'), turns: v.array(Turn), earlier: v.number() }),
  v.strictObject({ of: v.literal('new-session'), session: SessionId }),
  v.strictObject({ of: v.literal('update-session') }),
  v.strictObject({
    of: v.literal('list-foreign'),
    sessions: v.array(
      v.strictObject({
        id: v.string(),
        title: v.string(),
        updatedAt: Instant,
        adopted: v.nullable(SessionId),
      }),
    ),
  }),
  v.strictObject({ of: v.literal('adopt-session'), session: SessionId }),
  v.strictObject({ of: v.literal('edit-prompt') }),
  v.strictObject({ of: v.literal('order-queue') }),
  v.strictObject({ of: v.literal('steer') }),
  v.strictObject({ of: v.literal('set-option') }),
  v.strictObject({ of: v.literal('stop-task') }),
  v.strictObject({ of: v.literal('withdraw') }),
  v.strictObject({ of: v.literal('stop') }),
  v.strictObject({ of: v.literal('resolve'), retriedAs: v.nullable(TurnNumber) }),
  /** The receipt of a decision or answer: what became of the request, and through whom. */
  v.strictObject({ of: v.literal('decide'), outcome: RequestOutcome, by: v.nullable(PartyId) }),
  v.strictObject({ of: v.literal('answer'), outcome: RequestOutcome }),
])
export type CallValue = v.InferOutput<typeof CallValue>

/** The call succeeded. Nothing shows as done before this arrives. */
export const Result = v.strictObject({ t: v.literal('result'), call: CallId, value: CallValue })
export type Result = v.InferOutput<typeof Result>
