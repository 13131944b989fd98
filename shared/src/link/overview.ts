import type { Agent, DeviceRecord, Down, Project, SessionSummary } from '../protocol/index.ts'
import type { PendingRequest } from '../session/index.ts'

/** What a device knows of its host besides transcripts. `host` is null until the first welcome. */
export interface OverviewState {
  readonly host: { readonly id: string; readonly name: string; readonly version: string } | null
  readonly device: DeviceRecord | null
  readonly policyEpoch: number
  /** Host clock less device clock at the last welcome, ms: offers expire by the host's clock. */
  readonly skew: number
  readonly projects: readonly Project[]
  readonly agents: readonly Agent[]
  /** In the order of their last change, newest first. */
  readonly sessions: readonly SessionSummary[]
  readonly requests: readonly PendingRequest[]
}

export const NO_OVERVIEW: OverviewState = {
  host: null,
  device: null,
  policyEpoch: 0,
  skew: 0,
  projects: [],
  agents: [],
  sessions: [],
  requests: [],
}

const newestFirst = (sessions: readonly SessionSummary[]): SessionSummary[] =>
  [...sessions].sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1))

/** The state after one more message; the same object when it is not about this. `now`: device clock, ms. */
export const overviewAfter = (state: OverviewState, message: Down, now: number): OverviewState => {
  switch (message.t) {
    case 'welcome': {
      const { host, device, policyEpoch } = message
      return { ...state, host, device, policyEpoch, skew: message.now - now }
    }
    case 'guard':
      return message.policyEpoch === state.policyEpoch
        ? state
        : { ...state, policyEpoch: message.policyEpoch }
    case 'overview': {
      const { projects, agents, requests } = message
      return { ...state, projects, agents, requests, sessions: newestFirst(message.sessions) }
    }
    case 'projects':
      return { ...state, projects: message.projects }
    case 'agents':
      return { ...state, agents: message.agents }
    case 'session': {
      const others = state.sessions.filter((session) => session.id !== message.session.id)
      return { ...state, sessions: newestFirst([message.session, ...others]) }
    }
    case 'request': {
      const others = state.requests.filter(({ request }) => request !== message.request.request)
      return { ...state, requests: [...others, message.request] }
    }
    case 'request-gone':
      return { ...state, requests: state.requests.filter(({ request }) => request !== message.request) }
    case 'result': {
      const { value } = message
      return value.of === 'limit-self' ? { ...state, device: value.device } : state
    }
    default:
      return state
  }
}
