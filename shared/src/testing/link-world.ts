import { type CryptoProvider, generateIdentity, type LocalIdentity, toHex } from '../crypto/index.ts'
import {
  type Clock,
  type DeviceKeys,
  type Link,
  type LinkOptions,
  memoryOutbox,
  type OutboxStorage,
  openLink,
  type PairedHost,
  systemClock,
} from '../link/index.ts'
import type { Transport } from '../transport/index.ts'
import { newRelayIdentity, type TestRelayIdentity } from './relay-identity.ts'
import type { ScriptedHost } from './scripted-host.ts'

/** A device of a test: its keys, and what it keeps. */
export interface TestDevice {
  readonly name: string
  readonly identity: LocalIdentity
  readonly keys: DeviceKeys
  readonly outbox: OutboxStorage
}

/** A device with fresh keys; `relayKey` is the same at every relay. */
export const newDevice = async (
  provider: CryptoProvider,
  name: string,
  relayKey: TestRelayIdentity = newRelayIdentity(),
): Promise<TestDevice> => {
  const identity = await generateIdentity(provider)
  const keys: DeviceKeys = { identity, relay: async () => relayKey }
  return { name, identity, keys, outbox: memoryOutbox() }
}

/** Makes host and device known to each other as if they had been paired. Call before the host connects. */
export const introduce = async (
  host: ScriptedHost,
  device: TestDevice,
  relay: string,
): Promise<PairedHost> => {
  const { publicKey } = await device.keys.relay(relay)
  host.know({ identity: device.identity, name: device.name, relayKey: toHex(publicKey) })
  return {
    v: 1,
    relay,
    host: {
      id: host.id,
      name: 'workstation',
      dhKey: toHex(host.identity.dhKey),
      signKey: toHex(host.identity.signKey),
    },
    device: {
      id: toHex(device.identity.id),
      name: device.name,
      rights: ['read', 'prompt', 'decide'],
      riskMax: 4,
    },
    certificate: '00'.repeat(213),
    pairedAt: 1,
    expiresAt: Number.MAX_SAFE_INTEGER,
  }
}

/** Time that passes faster, for tests that meet real back-offs and bounds. */
export const fastClock = (factor: number): Clock => {
  const start = Date.now()
  return {
    now: () => start + Math.round((Date.now() - start) * factor),
    after: (ms, run) => systemClock.after(ms / factor, run),
    random: () => Math.random(),
  }
}

/** Opens a link of a test device. */
export const linkOf = (
  device: TestDevice,
  paired: PairedHost,
  provider: CryptoProvider,
  transport: Transport,
  more: Partial<LinkOptions> = {},
): Promise<Link> =>
  openLink({
    paired,
    keys: device.keys,
    provider,
    transport,
    outbox: device.outbox,
    app: { name: 'test', version: '0' },
    ...more,
  })
