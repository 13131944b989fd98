import type { RequestView } from '@hearth/shared/link'
import type { HostView } from '../../state/host-view.ts'
import type { PendingOne } from '../requests/pending.ts'

/** What waits in one session, the gravest first. */
export interface InboxGroup {
  /** `<host>/<session>` */
  readonly key: string
  readonly host: HostView
  /** Hex. */
  readonly session: string
  readonly items: readonly PendingOne[]
}

/** What can't be read could be anything; what is answered in words lets nothing run. */
const weightOf = ({ content }: RequestView): number => {
  if (content.kind === 'permission') return content.facts.risk
  return content.kind === 'unreadable' ? 4 : 0
}

const byWeight = (a: PendingOne, b: PendingOne): number => weightOf(b.request) - weightOf(a.request)

/** The session in which a request waits, told apart over all hosts. */
const groupKey = ({ host, request }: PendingOne): string => `${host.id}/${request.session}`

/**
 * What waits, by session: the session with the gravest request first, of two the one in which it waits longer.
 * `pending`: by age, as `pendingRequests` gives it.
 */
export const inboxOf = (pending: readonly PendingOne[]): InboxGroup[] => {
  const groups = new Map<string, PendingOne[]>()
  // Sorting is stable: among those of one weight the order by age stays.
  for (const one of [...pending].sort(byWeight)) {
    const group = groups.get(groupKey(one))
    if (group === undefined) groups.set(groupKey(one), [one])
    else group.push(one)
  }
  return [...groups].flatMap(([key, items]) => {
    const [first] = items
    return first === undefined ? [] : [{ key, host: first.host, session: first.request.session, items }]
  })
}
