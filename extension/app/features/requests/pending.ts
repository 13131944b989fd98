import { isFinished, type RequestView } from '@hearth/shared/link'
import type { HostView } from '../../state/host-view.ts'

/** A request that waits for a person, with the host at which it waits. */
export interface PendingOne {
  readonly host: HostView
  readonly request: RequestView
  /** When it was asked, device clock (ms); null when that can't be read. */
  readonly at: number | null
}

/** When a request was asked by its host's clock, in ms; null when it can't be read. */
export const askedAt = ({ content }: RequestView): number | null => {
  if (content.kind === 'permission') return content.facts.createdAt
  return content.kind === 'unreadable' ? null : content.createdAt
}

/** What can't be read may be old: it goes first. */
const byAge = (a: PendingOne, b: PendingOne): number =>
  (a.at ?? 0) - (b.at ?? 0) || (a.request.id < b.request.id ? -1 : 1)

/** Every request that waits at these hosts, the one that waits longest first; with `session`, of that one alone. */
export const pendingRequests = (hosts: readonly HostView[], session?: string): PendingOne[] =>
  hosts
    .flatMap((host) =>
      [...host.requests().values()]
        .filter((request) => !isFinished(request.state) && (session ?? request.session) === request.session)
        .map((request) => {
          const at = askedAt(request)
          return { host, request, at: at === null ? null : at - host.overview().skew }
        }),
    )
    .sort(byAge)
