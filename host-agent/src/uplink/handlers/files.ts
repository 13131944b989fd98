import { HearthError } from '@hearth/shared/protocol'
import type { CallHandlers } from './context.ts'

/** Files of a worktree. */
export const fileHandlers: Pick<CallHandlers, 'find-files'> = {
  'find-files'() {
    throw new HearthError('host.not_allowed', 'This host does not look for files yet')
  },
}
