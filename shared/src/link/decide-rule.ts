import * as v from 'valibot'
import { type Choice, type CryptoProvider, utf8 } from '../crypto/index.ts'
import { HearthError, LIMITS } from '../protocol/index.ts'
import { RuleDraft } from '../session/index.ts'

/**
 * The bytes in which a rule travels with its decision; null for every other choice, whatever rule there is.
 * @throws {HearthError} `rule.invalid` where there is none, it allows nothing, or it is too long
 */
export const ruleBytes = (choice: Choice, rule: RuleDraft | undefined): Uint8Array | null => {
  if (choice !== 'allow-rule') return null
  const read = v.safeParse(RuleDraft, rule)
  if (!read.success || read.output.effect !== 'allow') throw new HearthError('rule.invalid')
  const bytes = utf8(JSON.stringify(read.output))
  if (bytes.length > LIMITS.ruleBytes.value) throw new HearthError('rule.invalid', 'The rule is too long')
  return bytes
}

/** What a decision says of a rule: the first 32 bytes of the SHA-512 of exactly its bytes. */
export const ruleHash = (provider: CryptoProvider, bytes: Uint8Array): Uint8Array =>
  provider.sha512(bytes).slice(0, 32)
