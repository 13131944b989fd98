import type { SessionSummary } from '@hearth/shared/protocol'
import type { EventBody, SessionState, TurnOutcome } from '@hearth/shared/session'

/** The line of the session list. `last` is how the turn that settled last ended. */
export const summarise = (id: string, state: SessionState, last: TurnOutcome | null): SessionSummary => ({
  id,
  title: state.title,
  project: state.project,
  place: state.place,
  agent: state.agent,
  archived: state.archived,
  state: state.current?.state ?? last,
  queued: state.queued.length,
  waiting: state.current?.requests.filter((request) => request.outcome === null).length ?? 0,
  seq: state.seq,
  createdAt: state.createdAt,
  updatedAt: state.updatedAt,
  usage: state.usage,
})

/** Do devices need to hear of the line after this event? What a turn streams moves only `seq` and `updatedAt`. */
export const changesLine = (body: EventBody): boolean =>
  body.type !== 'text' &&
  body.type !== 'tool' &&
  body.type !== 'plan' &&
  body.type !== 'raw' &&
  body.type !== 'notice'

/** How many turns a session has: they are numbered without gaps. */
export const turnCount = (state: SessionState): number =>
  state.earlier + state.settled.length + (state.current === null ? 0 : 1) + state.queued.length
