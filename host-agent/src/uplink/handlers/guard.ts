import type { CallHandlers } from './context.ts'

/** The brakes, and a device's own rights. */
export const guardHandlers: Pick<CallHandlers, 'pause' | 'panic' | 'release' | 'limit-self'> = {
  async pause({ paused }, { services, channel }) {
    await (paused ? services.guard.pause(channel.deviceId) : services.guard.resume(channel.deviceId))
    return { of: 'pause' }
  },
  async panic(_message, { services, channel }) {
    await services.guard.panic(channel.deviceId)
    return { of: 'panic' }
  },
  async release({ session }, { services, channel }) {
    await services.guard.release(session, channel.deviceId)
    return { of: 'release' }
  },
  async 'limit-self'({ rights, riskMax }, { services, channel }) {
    const { id, name, ...device } = await services.limitDevice(channel.deviceId, { rights, riskMax })
    return { of: 'limit-self', device: { id, name, rights: [...device.rights], riskMax: device.riskMax } }
  },
}
