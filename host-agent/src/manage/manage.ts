import { HearthError, type PairedDevice, WIRE_LIMITS } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { Diagnosis } from '../agents/catalog/diagnose.ts'
import type { Audit } from '../audit/api.ts'
import type { Device, Devices } from '../identity/devices.ts'
import type { HostDatabase } from '../store/open.ts'
import { usageByDay } from '../store/usage-rows.ts'
import type { AgentCheck, Management } from './api.ts'
import { MAX_CHECKS } from './limits.ts'

export interface ManagementParts {
  readonly db: HostDatabase
  readonly devices: Devices
  readonly audit: Pick<Audit, 'append'>
  /** Of the catalog. */
  readonly agents: {
    enable(agent: string, enabled: boolean): void
    diagnose(agent: string): Promise<Diagnosis>
  }
  /** Does the device have a channel now? */
  isLive(device: string): boolean
  /** Forgets a device for good, and has it recorded. Null if there was none. */
  revoke(device: string, by: string): Promise<Device | null>
  now(): number
}

/** Opens the looking after of a host. */
export const openManagement = (parts: ManagementParts): Management => {
  const { db, devices, agents } = parts
  let checks = 0

  /** The device that is meant, if this one may look after it. */
  const meant = (by: string, id: string): Device => {
    const asker = devices.get(by)
    if (asker === null || (by !== id && !asker.rights.includes('admin')))
      throw new HearthError(
        'host.not_allowed',
        'Only a device with the right to administer does that to others.',
      )
    const device = devices.get(id)
    if (device === null) throw new HearthError('host.unknown_device')
    return device
  }
  const shown = (device: Device): PairedDevice => {
    const { id, name, rights, riskMax, platform, createdAt, lastSeen, expiresAt } = device
    return {
      ...{ id, name, rights: [...rights], riskMax, platform, lastSeen, expiresAt },
      pairedAt: createdAt,
      live: parts.isLive(id),
    }
  }
  return {
    devices: () => devices.list().map(shown),
    async rename(by, id, wish) {
      const device = meant(by, id)
      const name = wish.trim()
      if (name === '' || visible(name) !== name)
        throw new HearthError('host.device_name', 'A device needs a name that can be seen.')
      if (devices.list().some((other) => other.id !== id && sounds(other.name) === sounds(name)))
        throw new HearthError('host.device_name', `There is a device ${name} already.`)
      if (name !== device.name) {
        await parts.audit.append({ type: 'renamed', device: id, name, by })
        devices.rename(id, name)
      }
      const { rights, riskMax } = device
      return { id, name, rights: [...rights], riskMax }
    },
    async revoke(by, id) {
      meant(by, id)
      if ((await parts.revoke(id, by)) === null) throw new HearthError('host.unknown_device')
    },
    switchAgent: (agent, enabled) => agents.enable(agent, enabled),
    async checkAgent(agent) {
      if (checks >= MAX_CHECKS)
        throw new HearthError('host.busy', 'Other agents are being tried; wait until that is done.')
      checks += 1
      try {
        return checkOf(await agents.diagnose(agent))
      } finally {
        checks -= 1
      }
    },
    usage: (days) => usageByDay(db, startOf(parts.now(), days), WIRE_LIMITS.usageRows.value),
  }
}

/** Names that people would take for one another. */
const sounds = (name: string): string => name.normalize('NFKC').toLowerCase()

const checkOf = ({ steps, version, error, tail, todo }: Diagnosis): AgentCheck => {
  const said = [error?.message ?? '', ...tail, todo].filter((line) => line !== '')
  return {
    starts: error === null,
    version,
    ms: steps.reduce((sum, step) => sum + step.ms, 0),
    words: said.join('\n').slice(0, WIRE_LIMITS.checkWords.value),
  }
}

/** Midnight, in the host's zone, of the first of the last `days` days. */
const startOf = (now: number, days: number): number => {
  const start = new Date(now)
  start.setHours(0, 0, 0, 0)
  start.setDate(start.getDate() - (days - 1))
  return start.getTime()
}
