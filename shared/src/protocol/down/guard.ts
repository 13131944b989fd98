import * as v from 'valibot'
import { Instant, PartyId, SessionId } from '../../session/index.ts'
import { Name } from '../common.ts'

const who = v.nullable(v.strictObject({ id: PartyId, name: Name }))

/** What the host holds back, whole each time; sent after `overview` and whenever it or the rules change. */
export const Guard = v.strictObject({
  t: v.literal('guard'),
  /** Nothing is allowed and no turn begins. `by` null: the owner at the host. */
  paused: v.nullable(v.strictObject({ at: Instant, by: who, why: v.picklist(['person', 'panic']) })),
  /** Sessions whose agent asked or was denied too often: their turn was stopped, their queue waits. */
  held: v.array(
    v.strictObject({ session: SessionId, at: Instant, why: v.picklist(['denials', 'requests']) }),
  ),
  /** Somebody has shut this device out; only the owner at the host lets it in again. */
  shutOut: v.boolean(),
  /** Rules and rights as of; as in `welcome`. Whoever shows the rules reads them again when it has changed. */
  policyEpoch: v.number(),
})
export type Guard = v.InferOutput<typeof Guard>
