import type { SessionEvent } from '../session/index.ts'
import type { Down } from './down.ts'
import type { Up } from './up.ts'

/** Messages about requests, and every error, since it may be a decision's. */
const WIDE: ReadonlySet<(Up | Down)['t']> = new Set([
  'ask-offer',
  'offer',
  'request',
  'request-gone',
  'decide',
  'answer',
  'error',
] as const)

const WIDE_EVENTS: ReadonlySet<SessionEvent['type']> = new Set(['request.opened', 'request.settled'] as const)

/** Must this message be padded to 1,024 bytes at least, so that allow and deny look alike to the relay? */
export const needsWidePadding = (message: Up | Down): boolean =>
  message.t === 'result'
    ? message.value.of === 'decide' || message.value.of === 'answer'
    : WIDE.has(message.t)

/** The same for events of a subscription: those that tell how a request went. */
export const needsWidePaddingLive = (events: readonly Pick<SessionEvent, 'type'>[]): boolean =>
  events.some((event) => WIDE_EVENTS.has(event.type))
