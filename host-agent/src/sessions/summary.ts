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

/** What a turn tells as it runs, and what changes within the queue: of all this the line shows nothing. */
const WITHIN = new Set<EventBody['type']>([
  'text',
  'tool',
  'plan',
  'raw',
  'notice',
  'prompt.edited',
  'queue.ordered',
  'turn.attached',
  'turn.stopping',
  'turn.quiet',
])

/** Do devices need to hear of the line after this event? What is within moves only `seq` and `updatedAt`. */
export const changesLine = (body: EventBody): boolean => !WITHIN.has(body.type)

/** How many turns a session has: they are numbered without gaps. */
export const turnCount = (state: SessionState): number =>
  state.earlier + state.settled.length + (state.current === null ? 0 : 1) + state.queued.length
