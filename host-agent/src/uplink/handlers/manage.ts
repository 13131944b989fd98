import type { CallHandlers } from './context.ts'

/** Looking after a host: its devices, its agents, and what they used. */
export const manageHandlers: Pick<
  CallHandlers,
  'read-usage' | 'list-devices' | 'rename-device' | 'revoke-device' | 'switch-agent' | 'check-agent'
> = {
  'read-usage'({ days }, { services }) {
    return { of: 'read-usage', rows: services.management.usage(days) }
  },
  'list-devices'(_message, { services }) {
    return { of: 'list-devices', devices: services.management.devices() }
  },
  async 'rename-device'({ device, name }, { services, channel }) {
    return { of: 'rename-device', device: await services.management.rename(channel.deviceId, device, name) }
  },
  async 'revoke-device'({ device }, { services, channel }) {
    await services.management.revoke(channel.deviceId, device)
    return { of: 'revoke-device' }
  },
  'switch-agent'({ agent, enabled }, { services }) {
    services.management.switchAgent(agent, enabled)
    return { of: 'switch-agent' }
  },
  async 'check-agent'({ agent }, { services }) {
    return { of: 'check-agent', ...(await services.management.checkAgent(agent)) }
  },
}
