import { Right, WIRE_LIMITS } from '@hearth/shared/protocol'
import {
  AgentId,
  Choice,
  Instant,
  PartyId,
  RequestId,
  RequestOutcome,
  Risk,
  RuleDraft,
  RuleEffect,
  RuleId,
  SessionId,
  TurnNumber,
} from '@hearth/shared/session'
import * as v from 'valibot'
import { MAX_AUDIT_TEXT } from './limits.ts'

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))
const base64url = (length: number) => v.pipe(v.string(), v.regex(/^[\w-]*$/), v.maxLength(length))
const text = v.pipe(v.string(), v.maxLength(MAX_AUDIT_TEXT))
const number = v.pipe(v.number(), v.integer(), v.minValue(0))
const linked = { i: v.pipe(v.number(), v.integer(), v.minValue(1)), prev: hex(64), t: Instant }
/** Null: the owner at the host, or the host by itself where the entry says so. */
const by = v.nullable(PartyId)
/** Written again at the beginning of a new file, so that each file can be verified by itself. */
const carried = v.optional(v.literal(true))

/** One line of the audit. `i` counts from 1, `prev` is the head before it, `t` the host's clock. */
export const AuditLine = v.variant('type', [
  /** An agent asks; again, with another hash, when it is asked anew. What is answered in words has no hash and no risk. */
  v.strictObject({
    ...linked,
    type: v.literal('request'),
    request: RequestId,
    session: SessionId,
    turn: TurnNumber,
    agent: AgentId,
    kind: v.picklist(['permission', 'question', 'plan', 'form', 'unknown']),
    reqHash: v.nullable(hex(64)),
    risk: v.nullable(Risk),
    title: text,
    /** What the rules said of it; null where they are not asked. */
    policy: v.nullable(v.strictObject({ effect: RuleEffect, rule: v.nullable(RuleId), why: text })),
  }),
  /** A device may decide. `nonceHash`: the first 32 bytes of the nonce's SHA-512. */
  v.strictObject({
    ...linked,
    type: v.literal('offer'),
    request: RequestId,
    device: PartyId,
    nonceHash: hex(32),
    expiresAt: Instant,
  }),
  /** A device's decision that was verified; the agent is told after this is durable. */
  v.strictObject({
    ...linked,
    type: v.literal('decision'),
    request: RequestId,
    reqHash: hex(64),
    device: PartyId,
    choice: v.picklist([Choice.allowOnce, Choice.allowRule, Choice.deny]),
    decision: hex(320),
    /** With `allow-rule`: the bytes that were signed. */
    rule: v.optional(base64url(Math.ceil((WIRE_LIMITS.ruleBytes.value * 4) / 3))),
    /** With a step-up: what the browser's passkey said to it, as JSON, so that it can be verified later. */
    assertion: v.optional(v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyLength.value))),
    /** With a denial: the turn is stopped as well. */
    stop: v.optional(v.literal(true)),
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
    stop: v.optional(v.literal(true)),
  }),
  /** A request was answered in words, or turned down. `answerHash`: the first 32 bytes of the SHA-512 of its JSON. */
  v.strictObject({
    ...linked,
    type: v.literal('answer'),
    request: RequestId,
    by,
    answerHash: v.nullable(hex(32)),
  }),
  /** A recorded decision did not reach the agent. */
  v.strictObject({ ...linked, type: v.literal('undelivered'), request: RequestId, code: v.string() }),
  /** What became of a request. `rule`: the one that settled it; then, as for `withdrawn`, nobody decided. */
  v.strictObject({
    ...linked,
    type: v.literal('settled'),
    request: RequestId,
    outcome: RequestOutcome,
    by,
    rule: v.nullable(RuleId),
  }),

  /** A rule was made or taken away. `request`: the signed decision that made it. */
  v.strictObject({
    ...linked,
    type: v.literal('rule'),
    change: v.picklist(['added', 'removed', 'restored']),
    rule: RuleId,
    draft: RuleDraft,
    by,
    request: v.optional(RequestId),
  }),
  /** The owner switched a starter set. */
  v.strictObject({ ...linked, type: v.literal('starter'), starter: text, enabled: v.boolean() }),

  /** A device set an option of an agent in a session, such as a mode, in which it may ask for nothing any more. */
  v.strictObject({
    ...linked,
    type: v.literal('option'),
    session: SessionId,
    agent: AgentId,
    option: text,
    value: text,
    by: PartyId,
  }),

  v.strictObject({ ...linked, type: v.literal('paused'), by }),
  v.strictObject({ ...linked, type: v.literal('resumed'), by }),
  v.strictObject({ ...linked, type: v.literal('panic'), by }),
  /** The owner lets a device in again; null: all of them. */
  v.strictObject({ ...linked, type: v.literal('let-in'), device: v.nullable(PartyId) }),
  v.strictObject({
    ...linked,
    type: v.literal('held'),
    session: SessionId,
    why: v.picklist(['denials', 'requests']),
  }),
  v.strictObject({ ...linked, type: v.literal('released'), session: SessionId, by }),

  v.strictObject({
    ...linked,
    type: v.literal('paired'),
    device: PartyId,
    name: v.string(),
    certificate: hex(213),
    carried,
  }),
  /** `by`: a device; null for the owner. */
  v.strictObject({ ...linked, type: v.literal('revoked'), device: PartyId, policyEpoch: v.number(), by }),
  /** From then on the host shows a device under this name; its certificate has the first one. */
  v.strictObject({ ...linked, type: v.literal('renamed'), device: PartyId, name: v.string(), by: PartyId }),
  /** A device's rights became other ones. `by`: the device itself, or the owner. */
  v.strictObject({
    ...linked,
    type: v.literal('limited'),
    device: PartyId,
    rights: v.array(Right),
    riskMax: Risk,
    by,
    carried,
  }),
  /** A pairing link was used twice: somebody else has it. */
  v.strictObject({ ...linked, type: v.literal('pairing-alarm'), pid: hex(16) }),
  /** The owner lets a device register a passkey until then. */
  v.strictObject({ ...linked, type: v.literal('passkey-window'), device: PartyId, until: Instant }),
  /** A device has a passkey more, with its public key (COSE, hex) and where it is used, or one less. */
  v.strictObject({
    ...linked,
    type: v.literal('passkey'),
    device: PartyId,
    id: v.pipe(v.string(), v.maxLength(WIRE_LIMITS.passkeyIdLength.value)),
    publicKey: v.nullable(v.pipe(v.string(), v.regex(/^([0-9a-f]{2})+$/))),
    site: v.optional(v.strictObject({ origin: text, rpId: text })),
    carried,
  }),
  /** A device wants to be woken, or no longer. Where it is reached is nobody's business. */
  v.strictObject({ ...linked, type: v.literal('push'), device: PartyId, subscribed: v.boolean() }),

  /** The file before this one was put away; the chain goes on from its head. `from`: the first entry that is kept. */
  v.strictObject({ ...linked, type: v.literal('continued'), from: v.pipe(number, v.minValue(1)) }),
  /** Entries that could not be written, while the disk took none. */
  v.strictObject({ ...linked, type: v.literal('lost'), count: v.pipe(number, v.minValue(1)) }),
])
export type AuditLine = v.InferOutput<typeof AuditLine>

const BY_TYPE = new Map<unknown, (typeof AuditLine.options)[number]>(
  AuditLine.options.map((schema) => [schema.entries.type.literal, schema]),
)

/** An entry as it was read; null for what is none. Finds the kind's schema at once: a variant tries one after the other. */
export const readEntry = (value: unknown): AuditLine | null => {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
  const schema = BY_TYPE.get(type)
  if (schema === undefined) return null
  const read = v.safeParse(schema, value)
  return read.success ? read.output : null
}

type Unlinked<T> = T extends unknown ? Omit<T, keyof typeof linked> : never
/** What is recorded, before it is linked into the chain. */
export type AuditRecord = Unlinked<AuditLine>
