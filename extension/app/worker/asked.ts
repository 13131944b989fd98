import type { RequestView } from '@hearth/shared/link'
import type { PushBody } from '@hearth/shared/protocol'
import { exactText, isSettled, isToldWhole, type TurnState } from '@hearth/shared/session'
import { type HostView, hostName } from '../state/host-view.ts'
import { asks } from './words.ts'

type RequestBody = Extract<PushBody, { kind: 'request' }>

/** Project, session and host, in the names that people know. */
const whereOf = (host: HostView, session: string): string => {
  const { sessions, projects } = host.overview()
  const found = sessions.find(({ id }) => id === session)
  const project = projects.find(({ id }) => id === found?.project)
  return [project?.name, found?.title, hostName(host)].filter(Boolean).join(' · ')
}

/** A request that came over the link, as a push would tell of it. `hashOf`: SHA-512 in hex. */
export const bodyOf = (
  host: HostView,
  { id, session, content }: RequestView,
  hashOf: (bytes: Uint8Array) => string,
): RequestBody => {
  const common = {
    kind: 'request',
    ...{ host: host.id, request: id, session, where: whereOf(host, session), again: 0 },
  } as const
  const words = { ...common, risk: null, reasons: [], hash: null }
  switch (content.kind) {
    case 'permission': {
      const { action, risk, reasons } = content.facts
      const asked = { title: asks.verb[action.type], exact: exactText(content.facts.action), risk, reasons }
      return { ...common, ...asked, hash: isToldWhole(action) ? hashOf(content.bytes) : null }
    }
    case 'question':
      return { ...words, title: asks.question, exact: content.questions[0]?.question ?? '' }
    case 'plan':
      return { ...words, title: asks.plan, exact: content.plan }
    case 'form':
      return { ...words, title: asks.form, exact: content.message }
    default:
      return { ...words, title: asks.unknown, exact: null }
  }
}

/** How a turn ended, or null while it goes on. */
export const endOfTurn = (state: TurnState | null): string | null =>
  state !== null && isSettled(state) ? asks.ended[state] : null
