import type { CallValue, DeviceRecord, PairedDevice, UsageRow } from '@hearth/shared/protocol'

/** How the start of an agent went. */
export type AgentCheck = Omit<Extract<CallValue, { of: 'check-agent' }>, 'of'>

/**
 * Looking after a host from one of its devices. Nothing here gives anybody more rights, and no program can be added:
 * that is done at the host. `by` is the device that asks.
 */
export interface Management {
  devices(): PairedDevice[]
  /**
   * Gives a device another name.
   * @throws {HearthError} `host.not_allowed` for another one without the right to administer, `host.unknown_device`,
   * `host.device_name` for a name that another device has, or that nothing is seen of, `host.store`
   */
  rename(by: string, device: string, name: string): Promise<DeviceRecord>
  /** Revokes a device and cuts it. @throws {HearthError} as `rename`, but for `host.device_name` */
  revoke(by: string, device: string): Promise<void>
  /** @throws {HearthError} `host.unknown_agent`, `agent.config`, `keys.write` */
  switchAgent(agent: string, enabled: boolean): void
  /** Starts an agent in a folder of its own and ends it. @throws {HearthError} `host.unknown_agent`, `host.busy` */
  checkAgent(agent: string): Promise<AgentCheck>
  /** What the turns used that settled on the last `days` days, today included; the newest day first. */
  usage(days: number): UsageRow[]
}
