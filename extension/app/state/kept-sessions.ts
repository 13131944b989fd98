import type { SessionState } from '@hearth/shared/session'
import { type Earlier, noEarlier } from './earlier.ts'
import type { HostView } from './host-view.ts'
import { KEPT_SESSIONS } from './limits.ts'

interface Kept {
  readonly state: SessionState
  readonly earlier: Earlier
}

const all = new WeakMap<HostView, Map<string, Kept>>()

/** What a session showed when it was left, in the order of leaving; a few a host, in memory alone. */
export const keptSession = (
  host: HostView,
  session: string,
): {
  state: SessionState | null
  earlier: Earlier
  keep(state: SessionState | null, earlier: Earlier): void
} => {
  const sessions = all.get(host) ?? new Map<string, Kept>()
  all.set(host, sessions)
  const kept = sessions.get(session)
  return {
    state: kept?.state ?? null,
    earlier: kept?.earlier ?? noEarlier(null),
    keep(state, earlier) {
      if (state === null) return
      sessions.delete(session)
      sessions.set(session, { state, earlier })
      const [oldest] = sessions.keys()
      if (sessions.size > KEPT_SESSIONS && oldest !== undefined) sessions.delete(oldest)
    },
  }
}
