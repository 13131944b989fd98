import { HearthError } from '@hearth/shared/protocol'
import type { RuleDraft } from '@hearth/shared/session'
import * as v from 'valibot'
import { checkDraft } from './check.ts'
import { MAX_IMPORT_BYTES, MAX_RULES } from './limits.ts'

const File = v.strictObject({ hearth: v.literal('rules'), v: v.literal(1), rules: v.array(v.unknown()) })

/** Rules as a file's text: readable, the same for the same rules. */
export const exportRules = (drafts: readonly RuleDraft[]): string => {
  const rules = [...drafts].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return `${JSON.stringify({ hearth: 'rules', v: 1, rules }, null, 2)}\n`
}

/** The drafts of such a text, each once; all are good. @throws {HearthError} `rule.invalid`, `rule.too_many` */
export const readExport = (text: string, now: number): RuleDraft[] => {
  if (Buffer.byteLength(text) > MAX_IMPORT_BYTES) throw new HearthError('rule.too_many')
  const file = v.safeParse(v.pipe(v.string(), v.parseJson(), File), text)
  if (!file.success) throw new HearthError('rule.invalid', 'This is not a file of rules')
  if (file.output.rules.length > MAX_RULES) throw new HearthError('rule.too_many')
  const drafts = file.output.rules.map((value, index) => {
    try {
      return checkDraft(value, now)
    } catch (error) {
      const why = error instanceof HearthError ? error.message : ''
      throw new HearthError('rule.invalid', `Rule ${index + 1}: ${why}`)
    }
  })
  return [...new Map(drafts.map((draft) => [JSON.stringify(draft), draft])).values()]
}
