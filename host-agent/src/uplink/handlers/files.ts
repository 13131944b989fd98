import { HearthError } from '@hearth/shared/protocol'
import type { CallHandlers } from './context.ts'

/** Files of a worktree. */
export const fileHandlers: Pick<CallHandlers, 'find-files'> = {
  async 'find-files'({ session, query, limit }, { services }) {
    const known = services.sessions.summaries().find(({ id }) => id === session)
    if (known === undefined) throw new HearthError('host.unknown_session')
    return { of: 'find-files', ...(await services.files.find(known.place.path, query, limit)) }
  },
}
