import type { CallHandlers } from './context.ts'

/** A device's own passkeys. */
export const passkeyHandlers: Pick<CallHandlers, 'passkey-begin' | 'passkey-finish' | 'passkey-remove'> = {
  'passkey-begin'(_message, { services, channel }) {
    return { of: 'passkey-begin', ...services.passkeys.begin(channel.deviceId) }
  },
  async 'passkey-finish'({ response }, { services, channel }) {
    await services.passkeys.finish(channel.deviceId, response)
    return { of: 'passkey-finish' }
  },
  async 'passkey-remove'({ id }, { services, channel }) {
    await services.passkeys.remove(channel.deviceId, id)
    return { of: 'passkey-remove' }
  },
}
