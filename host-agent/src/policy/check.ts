import { HearthError } from '@hearth/shared/protocol'
import { RuleDraft, ruleTexts } from '@hearth/shared/session'
import * as v from 'valibot'
import type { RuleAuthor } from './api.ts'
import { tooWide } from './command-allow.ts'
import { hostFault } from './fetching.ts'
import { globFault } from './glob.ts'
import { MAX_RULE_BYTES } from './limits.ts'

const invalid = (why: string): never => {
  throw new HearthError('rule.invalid', why)
}

const faultOf = ({ effect, what }: RuleDraft): string | null => {
  if (ruleTexts(what).some((text) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)))
    return 'A rule has to be readable: this one has characters that can’t be seen'
  const allows = effect === 'allow'
  switch (what.type) {
    case 'command':
      if (what.words[0]?.includes('=') === true) return 'A rule begins with a program’s name'
      return allows ? tooWide(what) : null
    case 'edit':
    case 'access': {
      const wide = what.paths.some((glob) => /^\/[^/]*[*?]/.test(glob))
      if (allows && wide) return 'Name at least the first folder'
      return what.paths.map(globFault).find((fault) => fault !== null) ?? null
    }
    case 'fetch':
      return what.hosts.map(hostFault).find((fault) => fault !== null) ?? null
    case 'mcp':
      return allows && what.server === '*' ? 'Name the server' : null
    case 'tool':
      return null
  }
}

/** Why a draft can't be a rule; null where it can. `now`: the host's clock in ms. */
export const draftFault = (draft: RuleDraft, now: number): string | null => {
  if (Buffer.byteLength(JSON.stringify(draft)) > MAX_RULE_BYTES)
    return `A rule has at most ${MAX_RULE_BYTES} bytes`
  if (draft.expiresAt !== null && draft.expiresAt <= now) return 'Its time is over already'
  if (draft.scope.type === 'worktree' && !draft.scope.path.startsWith('/'))
    return 'A worktree is named by its whole path'
  return faultOf(draft)
}

/** The draft, if it can be a rule at all. `now`: the host's clock in ms. @throws {HearthError} `rule.invalid` */
export const checkDraft = (value: unknown, now: number): RuleDraft => {
  const read = v.safeParse(RuleDraft, value)
  if (!read.success) return invalid('This is not a rule')
  const fault = draftFault(read.output, now)
  return fault === null ? read.output : invalid(fault)
}

/** May this author make the rule? @throws {HearthError} `rule.invalid`, `host.not_allowed` */
export const checkAuthor = ({ effect, riskMax }: RuleDraft, author: RuleAuthor): void => {
  if (author.kind === 'signed' && effect !== 'allow')
    invalid('A decision that allows can’t make another rule')
  if (author.kind === 'device' && effect === 'allow')
    throw new HearthError('host.not_allowed', 'A rule that allows has to be signed with a decision')
  if (author.kind === 'signed' && riskMax > author.riskMax)
    throw new HearthError('host.not_allowed', 'The rule would allow more than this device may')
}

/** May this author take the rule away? @throws {HearthError} `host.not_allowed` */
export const checkRemover = (effect: RuleDraft['effect'], author: RuleAuthor): void => {
  const may = author.kind === 'owner' || effect === 'allow' || (author.kind === 'device' && author.admin)
  if (!may)
    throw new HearthError(
      'host.not_allowed',
      'Only the owner, or a device that administers, may take this away',
    )
}
