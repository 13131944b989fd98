import { HearthError } from '@hearth/shared/protocol'
import type { CallHandlers } from './context.ts'

const notYet = (): never => {
  throw new HearthError('host.not_allowed', 'This host is looked after on its own command line')
}

/** Looking after a host: its devices, its agents, and what they used. */
export const manageHandlers: Pick<
  CallHandlers,
  'read-usage' | 'list-devices' | 'rename-device' | 'revoke-device' | 'switch-agent' | 'check-agent'
> = {
  'read-usage': notYet,
  'list-devices': notYet,
  'rename-device': notYet,
  'revoke-device': notYet,
  'switch-agent': notYet,
  'check-agent': notYet,
}
