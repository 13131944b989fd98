import { type CryptoProvider, equal, take } from '@hearth/shared/crypto'
import { HearthError, WIRE_LIMITS } from '@hearth/shared/protocol'
import { RuleDraft, reaches } from '@hearth/shared/session'
import * as v from 'valibot'
import type { RuleBook } from '../policy/api.ts'
import type { Frozen } from './facts.ts'

const refuse = (): never => {
  throw new HearthError('decision.rule')
}

/** Bytes that are exactly what `JSON.stringify` writes: nothing stands in them twice, or in two ways. */
const parse = (bytes: Uint8Array): RuleDraft => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? v.parse(RuleDraft, value) : refuse()
  } catch (cause) {
    throw new HearthError('decision.rule', undefined, { cause })
  }
}

/** Reads the rule that came with a decision, which names it by its hash. @throws {HearthError} `decision.rule` */
export const readRule = (
  provider: CryptoProvider,
  bytes: Uint8Array | undefined,
  ruleHash: Uint8Array,
): RuleDraft => {
  if (bytes === undefined || bytes.length > WIRE_LIMITS.ruleBytes.value) return refuse()
  if (!equal(take(provider.sha512(bytes), 0, 32), ruleHash)) return refuse()
  return parse(bytes)
}

/**
 * May this rule be made by deciding this request? It must allow, nothing graver than its device may, here, and this.
 * @throws {HearthError} `decision.rule`
 */
export const checkRule = (
  draft: RuleDraft,
  { matter }: Frozen,
  by: { device: { riskMax: number }; rules: Pick<RuleBook, 'wouldAllow'> },
): void => {
  if (draft.effect !== 'allow' || draft.riskMax > by.device.riskMax) refuse()
  const { facts, project, worktree } = matter
  if (!reaches(draft, { ...facts, project, worktree }) || !by.rules.wouldAllow(draft, matter)) refuse()
}
