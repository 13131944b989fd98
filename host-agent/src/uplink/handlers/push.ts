import { toHex } from '@hearth/shared/crypto'
import type { CallHandlers, NoteHandlers } from './context.ts'

/** Waking a device that is away. */
export const pushHandlers: Pick<
  CallHandlers,
  'push-key' | 'push-subscribe' | 'push-unsubscribe' | 'push-test'
> = {
  'push-key'(_message, { services }) {
    return { of: 'push-key', key: services.push.key() }
  },
  async 'push-subscribe'({ endpoint, p256dh, auth, wishes }, { services, channel }) {
    await services.push.subscribe(channel.deviceId, { endpoint, p256dh, auth, wishes })
    return { of: 'push-subscribe' }
  },
  async 'push-unsubscribe'(_message, { services, channel }) {
    await services.push.unsubscribe(channel.deviceId)
    return { of: 'push-unsubscribe' }
  },
  async 'push-test'({ nonce }, { services, channel }) {
    await services.push.test(channel.deviceId, nonce)
    return { of: 'push-test' }
  },
}

/** What a device has on its screen. */
export const watchingHandler: Pick<NoteHandlers, 'watching'> = {
  watching({ requests, sessions = [] }, { services, channel }) {
    services.push.watching(toHex(channel.sid), channel.deviceId, { requests, sessions })
  },
}
