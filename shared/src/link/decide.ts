import {
  type Choice,
  type CryptoProvider,
  fromHex,
  requestHash,
  type SignKey,
  signDecision,
} from '../crypto/index.ts'
import { HearthError } from '../protocol/index.ts'
import type { RequestEvent } from '../session/index.ts'
import { ruleHash } from './decide-rule.ts'
import type { RequestView } from './request-book.ts'

/** Under which a decision is made: the channel, the two parties, and the host's clock. */
export interface DecisionContext {
  readonly provider: CryptoProvider
  /** The device's A. */
  readonly key: SignKey
  /** Hex. */
  readonly hostId: string
  /** Hex. */
  readonly deviceId: string
  /** 32 bytes. */
  readonly sid: Uint8Array
  /** Device clock, ms. */
  readonly now: number
  /** Strictly rising within a channel, from 1. */
  readonly counter: number
}

/** What the host offered. `stepUp`: credential ids of the passkeys of which allowing takes an assertion, or null. */
export interface OfferGiven {
  readonly nonce: Uint8Array
  readonly expiresAt: number
  readonly stepUp: readonly string[] | null
}

/**
 * Choices that a person may be shown for a request here; none when it can't be read. Deny is always among them;
 * `allow-rule` where the host offers it and says what a rule could be about.
 */
export const choicesOf = ({ content }: RequestView): readonly Choice[] => {
  if (content.kind !== 'permission') return []
  const { offers, suggestions } = content.facts
  return [
    ...(offers.includes(0x01) ? (['allow-once'] as const) : []),
    ...(offers.includes(0x02) && suggestions.length > 0 ? (['allow-rule'] as const) : []),
    'deny',
  ]
}

/** What is chosen. `rule`: its bytes with `allow-rule`, else null; `stepUp`: an assertion of a passkey follows. */
export interface Chosen {
  readonly choice: Choice
  readonly rule: Uint8Array | null
  readonly stepUp: boolean
}

/**
 * Signs the 320 bytes of a decision about exactly the bytes that were shown.
 * @throws {HearthError} `request.unreadable`, `request.kind`, `decision.not_offered`
 */
export const makeDecision = (
  context: DecisionContext,
  view: RequestView,
  offer: OfferGiven,
  { choice, rule, stepUp }: Chosen,
): Promise<Uint8Array> => {
  assertDecidable(view, choice)
  if (view.content.kind !== 'permission') throw new HearthError('request.kind')
  return signDecision(context.provider, context.key, {
    hostId: fromHex(context.hostId),
    deviceId: fromHex(context.deviceId),
    sid: context.sid,
    reqId: fromHex(view.id),
    nonce: offer.nonce,
    reqHash: requestHash(context.provider, view.content.bytes),
    choice,
    stepUp: stepUp ? 'webauthn' : 'none',
    decidedAt: context.now,
    expiresAt: offer.expiresAt,
    counter: context.counter,
    ruleHash: rule === null ? new Uint8Array(32) : ruleHash(context.provider, rule),
  })
}

/** Refuses before anything is sent. @throws {HearthError} `request.unreadable`, `request.kind`, `decision.not_offered` */
export const assertDecidable = (view: RequestView, choice: Choice): void => {
  if (view.content.kind === 'unreadable') throw new HearthError('request.unreadable')
  if (view.content.kind !== 'permission') throw new HearthError('request.kind')
  if (!choicesOf(view).includes(choice)) throw new HearthError('decision.not_offered')
}

/** What a refusal or failure of a decision does to the request. */
export const eventOfFailure = (error: HearthError): RequestEvent => {
  switch (error.code) {
    case 'request.settled':
      return 'elsewhere'
    case 'request.unknown':
    case 'decision.agent_gone':
      return 'withdraw'
    case 'decision.expired':
      return 'expire'
    default:
      return 'fail'
  }
}
