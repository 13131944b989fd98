import { Choice, Instant, PartyId, RequestId, RuleDraft, RuleId } from '@hearth/shared/session'
import * as v from 'valibot'

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))
const linked = { i: v.pipe(v.number(), v.integer(), v.minValue(1)), prev: hex(64), t: Instant }

/** One line of the audit. `i` counts from 1, `prev` is the head before it, `t` the host's clock. */
export const AuditLine = v.variant('type', [
  /** A device's decision that was verified; the agent is told after this is durable. */
  v.strictObject({
    ...linked,
    type: v.literal('decision'),
    request: RequestId,
    reqHash: hex(64),
    device: PartyId,
    choice: v.picklist([Choice.allowOnce, Choice.allowRule, Choice.deny]),
    decision: hex(320),
  }),
  /** A decision that was refused, and why. */
  v.strictObject({
    ...linked,
    type: v.literal('refused'),
    request: v.nullable(RequestId),
    device: PartyId,
    code: v.string(),
    decision: v.nullable(hex(320)),
  }),
  /** The owner decided at the host itself. */
  v.strictObject({
    ...linked,
    type: v.literal('local'),
    request: RequestId,
    reqHash: hex(64),
    allow: v.boolean(),
  }),
  /** A recorded decision did not reach the agent. */
  v.strictObject({ ...linked, type: v.literal('undelivered'), request: RequestId, code: v.string() }),
  v.strictObject({
    ...linked,
    type: v.literal('paired'),
    device: PartyId,
    name: v.string(),
    certificate: hex(213),
  }),
  v.strictObject({ ...linked, type: v.literal('revoked'), device: PartyId, policyEpoch: v.number() }),
  /** A device has a passkey more, with its public key (COSE, hex), or one less. */
  v.strictObject({
    ...linked,
    type: v.literal('passkey'),
    device: PartyId,
    id: v.string(),
    publicKey: v.nullable(v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))),
  }),
  /** A pairing link was used twice: somebody else has it. */
  v.strictObject({ ...linked, type: v.literal('pairing-alarm'), pid: hex(16) }),
  /** A rule was made or taken away; `by` null: by the owner at the host. */
  v.strictObject({
    ...linked,
    type: v.literal('rule'),
    change: v.picklist(['added', 'removed', 'restored']),
    rule: RuleId,
    draft: RuleDraft,
    by: v.nullable(PartyId),
  }),
  /** The owner switched a starter set. */
  v.strictObject({ ...linked, type: v.literal('starter'), starter: v.string(), enabled: v.boolean() }),
  /** The file before this one was moved away; the chain goes on from its head. */
  v.strictObject({ ...linked, type: v.literal('continued') }),
])
export type AuditLine = v.InferOutput<typeof AuditLine>

type Unlinked<T> = T extends unknown ? Omit<T, keyof typeof linked> : never
/** What is recorded, before it is linked into the chain. */
export type AuditRecord = Unlinked<AuditLine>
