import * as v from 'valibot'
import { BUCKETS } from '../../crypto/limits.ts'

/** Lower-case hex of `bytes` bytes, or of any even length. */
const hex = (bytes?: number) =>
  v.pipe(
    v.string(),
    v.regex(bytes === undefined ? /^(?:[0-9a-f]{2})*$/ : new RegExp(`^[0-9a-f]{${bytes * 2}}$`)),
  )
const uint = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const identity = v.object({
  S_sk: hex(32),
  S_pk: hex(32),
  A_seed: hex(32),
  A_pk: hex(32),
  id: hex(16),
  fp: hex(32),
  R_seed: v.optional(hex(32)),
  R_pk: v.optional(hex(32)),
})

const hello = v.object({ protoMin: uint, protoMax: uint, caps: uint, deviceTime: uint, random: hex(16) })
const welcome = v.object({
  proto: uint,
  policyEpoch: uint,
  hostTime: uint,
  bootId: hex(16),
  random: hex(16),
})

const frame = v.object({
  dir: v.picklist(['d2h', 'h2d']),
  n: uint,
  content: hex(),
  frame: hex(),
  type: v.optional(v.picklist(['data', 'rekey', 'ack', 'close'])),
  minBucket: v.optional(v.picklist(BUCKETS)),
})

const fields = v.object({
  reqId: hex(16),
  nonce: hex(32),
  choice: v.picklist(['allow-once', 'allow-rule', 'deny']),
  stepUp: v.picklist(['none', 'webauthn']),
  decidedAt: uint,
  expiresAt: uint,
  counter: uint,
  ruleHash: hex(32),
})

const certificate = v.object({
  createdAt: uint,
  expiresAt: uint,
  permBits: uint,
  riskMax: uint,
  bytes: hex(213),
})
const audit = v.object({
  bodies: v.array(v.string()),
  heads: v.array(hex(64)),
  signature: hex(64),
})

/** A vector file: what goes in and what must come out, in lower-case hex. Sections behind `approval` are optional. */
export const VectorFileSchema = v.object({
  note: v.optional(v.string()),
  /** The seeds of both random streams are this name, a space, and `host` or `device`. */
  name: v.optional(v.string()),
  host: identity,
  dev: identity,
  connect: v.object({
    room: hex(16),
    e_d_sk: hex(32),
    hello: v.optional(hello),
    welcome: v.optional(welcome),
    msg1: hex(),
    msg2: hex(),
    sid: hex(32),
    k_d2h: hex(32),
    k_h2d: hex(32),
    exporter: hex(32),
  }),
  frames: v.array(frame),
  pair: v.object({
    secret: hex(32),
    pid: hex(16),
    psk: hex(32),
    p1: hex(),
    p2: hex(),
    p3: hex(),
    sas: v.string(),
    sasHost: v.string(),
    lens: v.array(uint),
  }),
  approval: v.object({
    reqBytes: v.string(),
    reqHash: hex(64),
    decision: hex(320),
    fields: v.optional(fields),
    auditBody: v.optional(v.string()),
    auditHead: v.optional(hex(64)),
  }),
  decisions: v.optional(v.array(v.object({ fields, bytes: hex(320) }))),
  certificate: v.optional(certificate),
  link: v.optional(v.object({ app: v.string(), relay: v.string(), expiresAt: uint, url: v.string() })),
  login: v.optional(v.object({ origin: v.string(), challenge: hex(32), t: uint, signature: hex(64) })),
  audit: v.optional(audit),
})

/** A vector file. */
export type VectorFile = v.InferOutput<typeof VectorFileSchema>
/** The fields of one decision vector. */
export type VectorFields = v.InferOutput<typeof fields>
/** One side's keys. */
export type VectorIdentity = v.InferOutput<typeof identity>
