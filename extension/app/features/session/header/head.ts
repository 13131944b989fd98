import type { SessionState } from '@hearth/shared/session'
import type { HostView } from '../../../state/host-view.ts'
import { sayState } from '../words.ts'

/** Do two states look the same from outside of the transcript? Deltas of text change nothing of it. */
export const sameOutside = (a: SessionState | null, b: SessionState | null): boolean => {
  if (a === b) return true
  if (a === null || b === null) return false
  return (
    a.title === b.title &&
    a.archived === b.archived &&
    a.project === b.project &&
    a.place.path === b.place.path &&
    a.place.branch === b.place.branch &&
    a.agent === b.agent &&
    a.usage === b.usage &&
    sayState(a).text === sayState(b).text
  )
}

/** The name of a project of the host; empty when it is not known. */
export const projectName = (host: HostView, project: string | undefined): string =>
  host.overview().projects.find(({ id }) => id === project)?.name ?? ''
