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
import { CallId, DeviceRecord, PairedDevice, SearchHit, UsageRow } from '../common.ts'
import { WIRE_LIMITS } from '../limits.ts'

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
  /** Paths from the worktree’s root, the best first; `more`: others fit, too. */
  v.strictObject({
    of: v.literal('find-files'),
    files: v.pipe(v.array(v.string()), v.maxLength(WIRE_LIMITS.foundFiles.value)),
    more: v.boolean(),
  }),
  /** `more`: not everything was looked through. */
  v.strictObject({
    of: v.literal('search'),
    hits: v.pipe(v.array(SearchHit), v.maxLength(WIRE_LIMITS.searchHits.value)),
    more: v.boolean(),
  }),
  v.strictObject({
    of: v.literal('read-usage'),
    rows: v.pipe(v.array(UsageRow), v.maxLength(WIRE_LIMITS.usageRows.value)),
  }),
  v.strictObject({ of: v.literal('list-devices'), devices: v.array(PairedDevice) }),
  v.strictObject({ of: v.literal('rename-device'), device: DeviceRecord }),
  v.strictObject({ of: v.literal('revoke-device') }),
  v.strictObject({ of: v.literal('switch-agent') }),
  /** `starts` false: `words` says why, as far as the program said anything. `ms`: until it could take a prompt. */
  v.strictObject({
    of: v.literal('check-agent'),
    starts: v.boolean(),
    version: v.nullable(v.string()),
    ms: v.number(),
    words: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.checkWords.value)),
  }),
])
export type CallValue = v.InferOutput<typeof CallValue>

/** The call succeeded. Nothing shows as done before this arrives. */
export const Result = v.strictObject({ t: v.literal('result'), call: CallId, value: CallValue })
export type Result = v.InferOutput<typeof Result>
