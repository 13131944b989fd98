import { Subscription } from '../subscription.ts'
import type { CallHandlers, NoteHandlers } from './context.ts'

/** Reading sessions. */
export const subscribeHandler: Pick<CallHandlers, 'subscribe'> = {
  subscribe({ sub, session, after }, { services, subscriptions, wire, pump }) {
    subscriptions.assertFree(sub)
    const deps = { wire, clock: services.clock, wake: pump }
    subscriptions.add(new Subscription(services.sessions, { sub, session, after }, deps))
    return { of: 'subscribe' }
  },
}

export const readingNotes: Pick<NoteHandlers, 'unsubscribe' | 'ack'> = {
  unsubscribe({ sub }, { subscriptions }) {
    subscriptions.remove(sub)
  },
  ack({ sub, seq }, { subscriptions, pump }) {
    subscriptions.get(sub)?.ack(seq)
    pump()
  },
}
