import { assertBytes, concat, isZero, readU64, take, u64, utf8 } from './bytes.ts'
import { CryptoError } from './errors.ts'

/** A decision's length: what is signed, then the signature. */
export const DECISION_LENGTH = 320
/** Length of the signed part. */
export const DECISION_BODY = 256
/** Signature label, and first field of the body. */
export const DECISION_LABEL = 'hearth1/approve'

/** Choice bytes. */
export const CHOICE = { 'allow-once': 0x01, 'allow-rule': 0x02, deny: 0x10 } as const
/** What a person chose. */
export type Choice = keyof typeof CHOICE

/** Whether a WebAuthn assertion follows. */
export const STEP_UP = { none: 0x00, webauthn: 0x01 } as const
/** Name of a step-up mark. */
export type StepUp = keyof typeof STEP_UP

/** All fields of a decision (docs/protocol.md, "Decisions"). */
export interface Decision {
  /** 16 bytes. */
  readonly hostId: Uint8Array
  /** 16 bytes. */
  readonly deviceId: Uint8Array
  /** 32 bytes: the channel it travels in. */
  readonly sid: Uint8Array
  /** 16 bytes. */
  readonly reqId: Uint8Array
  /** 32 bytes, from the offer. */
  readonly nonce: Uint8Array
  /** 64 bytes: SHA-512 of the request bytes as received. */
  readonly reqHash: Uint8Array
  readonly choice: Choice
  readonly stepUp: StepUp
  /** Device clock, ms; advisory. */
  readonly decidedAt: number
  /** The offer's expiry, ms of the host's clock. */
  readonly expiresAt: number
  /** Strictly rising within one channel; starts at 1. */
  readonly counter: number
  /** 32 bytes: first half of the SHA-512 of the rule for `allow-rule`, zero otherwise. */
  readonly ruleHash: Uint8Array
}

const LABEL_FIELD = concat(utf8(DECISION_LABEL), Uint8Array.of(0))
const CHOICES: ReadonlyMap<number, Choice> = new Map([
  [CHOICE['allow-once'], 'allow-once'],
  [CHOICE['allow-rule'], 'allow-rule'],
  [CHOICE.deny, 'deny'],
])
const STEP_UPS: ReadonlyMap<number, StepUp> = new Map([
  [STEP_UP.none, 'none'],
  [STEP_UP.webauthn, 'webauthn'],
])

/** The 256 bytes to sign. Throws `type`, `length`, `range` or `rule`. */
export function encodeDecision(decision: Decision): Uint8Array {
  const { hostId, deviceId, sid, reqId, nonce, reqHash, ruleHash } = decision
  assertBytes(hostId, 16, 'hostId')
  assertBytes(deviceId, 16, 'deviceId')
  assertBytes(sid, 32, 'sid')
  assertBytes(reqId, 16, 'reqId')
  assertBytes(nonce, 32, 'nonce')
  assertBytes(reqHash, 64, 'reqHash')
  assertBytes(ruleHash, 32, 'ruleHash')
  assertRule(decision.choice, ruleHash)
  return concat(
    LABEL_FIELD,
    hostId,
    deviceId,
    sid,
    reqId,
    nonce,
    reqHash,
    Uint8Array.of(CHOICE[decision.choice], STEP_UP[decision.stepUp]),
    new Uint8Array(6),
    u64(decision.decidedAt),
    u64(decision.expiresAt),
    u64(decision.counter),
    ruleHash,
  )
}

/** The first 16 bytes of every decision. */
export function decisionLabel(): Uint8Array {
  return take(LABEL_FIELD, 0, 16)
}

/**
 * Reads the fields of 256 bytes whose signature was checked.
 * Throws `choice`, `step_up`, `reserved`, `range` or `rule`.
 */
export function decodeDecision(body: Uint8Array): Decision {
  assertBytes(body, DECISION_BODY, 'decision')
  const choice = CHOICES.get(body[192] ?? 0)
  if (choice === undefined) throw new CryptoError('choice')
  const stepUp = STEP_UPS.get(body[193] ?? 0xff)
  if (stepUp === undefined) throw new CryptoError('step_up')
  if (!isZero(body.subarray(194, 200))) throw new CryptoError('reserved', 'decision')
  const ruleHash = take(body, 224, 256)
  assertRule(choice, ruleHash)
  return {
    hostId: take(body, 16, 32),
    deviceId: take(body, 32, 48),
    sid: take(body, 48, 80),
    reqId: take(body, 80, 96),
    nonce: take(body, 96, 128),
    reqHash: take(body, 128, 192),
    choice,
    stepUp,
    decidedAt: readU64(body, 200),
    expiresAt: readU64(body, 208),
    counter: readU64(body, 216),
    ruleHash,
  }
}

/** A rule hash belongs to `allow-rule` and to nothing else. */
function assertRule(choice: Choice, ruleHash: Uint8Array): void {
  if ((choice === 'allow-rule') === isZero(ruleHash)) throw new CryptoError('rule')
}
