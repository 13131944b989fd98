import * as v from 'valibot'
import {
  bytes,
  Instant,
  PartyId,
  RequestOutcome,
  Rule,
  RuleMatch,
  RuleStarter,
  SessionId,
  Turn,
  TurnNumber,
} from '../../session/index.ts'
import { CallId, DeviceRecord } from '../common.ts'

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
  v.strictObject({ of: v.literal('list-rules'), rules: v.array(Rule), starters: v.array(RuleStarter) }),
  v.strictObject({ of: v.literal('add-rule'), rule: Rule }),
  /** The newest past requests that it would have settled; `seen` is how many were looked at. */
  v.strictObject({ of: v.literal('preview-rule'), matches: v.array(RuleMatch), seen: v.number() }),
  v.strictObject({ of: v.literal('remove-rule') }),
  v.strictObject({ of: v.literal('pause') }),
  v.strictObject({ of: v.literal('panic') }),
  v.strictObject({ of: v.literal('release') }),
  v.strictObject({ of: v.literal('limit-self'), device: DeviceRecord }),
  v.strictObject({ of: v.literal('push-key'), key: bytes(65) }),
  v.strictObject({ of: v.literal('push-subscribe') }),
  v.strictObject({ of: v.literal('push-unsubscribe') }),
  v.strictObject({ of: v.literal('push-test') }),
  /** `open` false: the owner has to open the window at the host first. `known`: ids of those registered already. */
  v.strictObject({
    of: v.literal('passkey-begin'),
    challenge: bytes(32),
    open: v.boolean(),
    known: v.array(v.string()),
  }),
  v.strictObject({ of: v.literal('passkey-finish') }),
  v.strictObject({ of: v.literal('passkey-remove') }),
])
export type CallValue = v.InferOutput<typeof CallValue>

/** The call succeeded. Nothing shows as done before this arrives. */
export const Result = v.strictObject({ t: v.literal('result'), call: CallId, value: CallValue })
export type Result = v.InferOutput<typeof Result>
