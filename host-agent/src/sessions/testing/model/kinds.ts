import type { SessionEvent } from '@hearth/shared/session'

/** What kind of thing an event is, with what makes it special. */
export const kindOf = (event: SessionEvent): string => {
  switch (event.type) {
    case 'turn.moved':
      return `moved to ${event.to}`
    case 'turn.settled':
      return event.joined === undefined ? `settled ${event.outcome}` : 'settled joined'
    case 'turn.attached':
      return `attached ${event.memory}${event.digest === undefined ? '' : ' and told'}`
    case 'turn.stopping':
      return `stopping ${event.step} by ${event.by === null ? 'host' : 'person'}`
    case 'turn.quiet':
      return `quiet ${event.status}`
    case 'turn.resolved':
      return `resolved ${event.choice}`
    case 'request.settled':
      return `request ${event.outcome}`
    case 'queue.ordered':
      return `ordered by ${event.by === null ? 'host' : 'person'}`
    case 'notice':
      return `notice ${event.code}`
    default:
      return event.type
  }
}

/** The kinds that the model has to reach. */
export const KINDS = [
  ...['attached new', 'attached new and told', 'attached replayed and told', 'attached resumed'],
  ...['attached resumed and told', 'attached warm', 'attached warm and told'],
  ...['moved to queued', 'moved to steering', 'moved to starting', 'moved to running', 'moved to waiting'],
  ...['settled completed', 'settled joined', 'settled failed', 'settled cancelled', 'settled unknown'],
  ...['stopping asked by person', 'stopping interrupted by person', 'stopping killed by person'],
  ...['stopping asked by host', 'stopping interrupted by host', 'stopping killed by host'],
  ...['quiet busy', 'quiet idle', 'quiet silent', 'quiet unknown'],
  ...['request.opened', 'request allowed', 'request denied', 'request withdrawn'],
  ...['prompt.admitted', 'prompt.edited', 'ordered by person', 'ordered by host', 'session.changed'],
  ...[
    'resolved retry',
    'resolved abandon',
    'text',
    'tool',
    'usage',
    'notice agent.too_many',
    'notice host.steer_unanswered',
  ],
] as const
