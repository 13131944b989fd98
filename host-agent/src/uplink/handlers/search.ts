import { HearthError } from '@hearth/shared/protocol'
import type { CallHandlers } from './context.ts'

/** Words in what was said. */
export const searchHandlers: Pick<CallHandlers, 'search'> = {
  search() {
    throw new HearthError('host.not_allowed', 'This host does not search yet')
  },
}
