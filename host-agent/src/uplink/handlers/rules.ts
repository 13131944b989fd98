import { HearthError } from '@hearth/shared/protocol'
import type { RuleAuthor } from '../../policy/api.ts'
import type { CallHandlers, Context } from './context.ts'

const authorOf = ({ services, channel }: Context): RuleAuthor => {
  const device = services.device(channel.deviceId)
  return { kind: 'device', id: channel.deviceId, admin: device?.rights.includes('admin') === true }
}

/** The host's rules, as far as devices may see and change them. */
export const ruleHandlers: Pick<CallHandlers, 'list-rules' | 'add-rule' | 'preview-rule' | 'remove-rule'> = {
  'list-rules'(_message, { services }) {
    return { of: 'list-rules', ...services.rules.list() }
  },
  async 'add-rule'({ rule }, context) {
    if (rule.effect === 'allow')
      throw new HearthError('rule.invalid', 'A rule that allows has to be signed with a decision')
    return { of: 'add-rule', rule: await context.services.rules.add(rule, authorOf(context)) }
  },
  'preview-rule'({ rule }, { services }) {
    return { of: 'preview-rule', ...services.rules.preview(rule) }
  },
  async 'remove-rule'({ rule }, context) {
    await context.services.rules.remove(rule, authorOf(context))
    return { of: 'remove-rule' }
  },
}
