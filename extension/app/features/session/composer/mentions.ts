import type { HearthError, SessionSummary } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { HostView } from '../../../state/host-view.ts'
import type { Pages, PageTab } from '../../../state/pages.ts'
import { sayError } from '../../../ui/say-error.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import { W } from '../words.ts'
import type { Choice, Group, NamedSession } from './choice.ts'
import type { FilesFound } from './find-files.ts'
import { fitting } from './fuzzy.ts'
import { M } from './words.ts'

const MOST = SESSION_SCREEN_LIMITS.mentions.value

const sayMissing = (error: HearthError): string => `${M.noFiles} ${sayError(error)}`

const fileGroup = ({ files, state, error }: FilesFound): Group => ({
  label: M.files,
  choices: files.map((path): Choice => ({ kind: 'file', path })),
  note: error !== null ? sayMissing(error) : state === 'looking' && files.length === 0 ? M.looking : null,
})

const tabGroup = (pages: Pick<Pages, 'tabs'>, query: string): Group => {
  const tabs = pages.tabs()
  if (tabs === null) return { label: M.tabs, choices: [{ kind: 'tabs' }], note: null }
  const nameOf = ({ title, url }: PageTab): string => `${title} ${URL.canParse(url) ? new URL(url).host : ''}`
  const ordered = [...tabs].sort((a, b) => Number(b.active) - Number(a.active))
  const found = fitting(ordered, query, nameOf).slice(0, MOST)
  return { label: M.tabs, choices: found.map((tab): Choice => ({ kind: 'tab', tab })), note: null }
}

const sessionGroup = (host: HostView, own: string, query: string): Group => {
  const { sessions, projects } = host.overview()
  const named = ({ id, title, project }: SessionSummary): NamedSession => ({
    id,
    title: visible(title.trim()) || W.untitled,
    project: visible(projects.find((one) => one.id === project)?.name ?? ''),
  })
  const others = sessions
    .filter(({ id, archived }) => id !== own && !archived)
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .map(named)
  const found = fitting(others, query, ({ title }) => title).slice(0, MOST)
  return {
    label: M.sessions,
    choices: found.map((session): Choice => ({ kind: 'session', session })),
    note: null,
  }
}

/** Everything that an @ could name, by kind; kinds with nothing in them are left out. */
export const mentionGroups = (
  parts: {
    readonly host: HostView
    readonly session: string
    readonly pages: Pick<Pages, 'tabs'> | null
    readonly files: FilesFound
  },
  query: string,
): readonly Group[] =>
  [
    fileGroup(parts.files),
    ...(parts.pages === null ? [] : [tabGroup(parts.pages, query)]),
    sessionGroup(parts.host, parts.session, query),
  ].filter(({ choices, note }) => choices.length > 0 || note !== null)
