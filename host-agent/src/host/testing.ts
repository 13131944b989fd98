import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import {
  type DeviceKeys,
  type Link,
  memoryOutbox,
  openLink,
  type PairedHost,
  pairDevice,
} from '@hearth/shared/link'
import { HearthError, type Platform } from '@hearth/shared/protocol'
import { createMemoryRelay, type MemoryRelay, newDevice, type TestDevice } from '@hearth/shared/testing'
import type { AgentDriver } from '../agents/driver.ts'
import type { PairingSpec } from '../identity/pairing.ts'
import type { PairingStep } from '../identity/pairing-steps.ts'
import { FakeAgent } from '../sessions/testing/fake-driver.ts'
import { makeRepository, tempFolder } from '../worktrees/testing.ts'
import type { HostAgents } from './agents.ts'
import { type Host, startHost } from './compose.ts'

export const provider = createNodeProvider()

/** A device that was paired with the host of a rig. */
export interface Member {
  device: TestDevice
  keys: DeviceKeys
  paired: PairedHost
  id: string
}

/** A catalog of one agent that is always well. */
const onlyAgent = (driver: AgentDriver): HostAgents => ({
  list: () => [
    {
      id: driver.id,
      label: driver.id,
      kind: 'built-in',
      state: 'ready',
      version: null,
      running: 1,
      lastEventAt: null,
      can: driver.abilities(),
      error: null,
    },
  ],
  onChange: () => () => undefined,
  driver: (id) => (id === driver.id ? driver : undefined),
  enable: () => undefined,
  diagnose: async (id) => {
    throw new HearthError('host.unknown_agent', id)
  },
})

/** A whole host with a fake agent, a relay in memory, and real devices over real links. */
export class Rig {
  readonly folder = tempFolder()
  readonly home = join(this.folder.path, 'home')
  readonly repository = makeRepository(join(this.folder.path, 'repo'))
  readonly relay: MemoryRelay = createMemoryRelay({ origin: 'https://relay.test' })
  readonly agent = new FakeAgent()
  readonly log: string[] = []
  readonly #links: Link[] = []
  #host: Host | null = null

  get host(): Host {
    if (this.#host === null) throw new Error('the host is not started')
    return this.#host
  }

  async start(): Promise<this> {
    this.#host = await startHost({
      home: this.home,
      transport: this.relay.transport,
      relays: [{ origin: this.relay.origin, others: [] }],
      agents: onlyAgent(this.agent.driver()),
      provider,
      version: '0.0.0',
      name: 'workshop',
      log: (line) => this.log.push(line),
    })
    return this
  }

  async stop(): Promise<void> {
    await this.#host?.close()
    this.#host = null
  }

  /** Pairs a new device as people would; `yes` answers the digits. */
  async pair(
    name: string,
    more: Partial<PairingSpec> & { platform?: Platform; device?: TestDevice } = {},
  ): Promise<Member> {
    const { platform = 'cli', device = await newDevice(provider, name), ...spec } = more
    const shown: string[] = []
    const pairing = await this.host.pair({
      relayOrigin: this.relay.origin,
      confirm: async ({ sas }) => shown.includes(sas),
      ...spec,
    })
    const paired = await pairDevice({
      link: pairing.link,
      keys: device.keys,
      provider,
      transport: this.relay.transport,
      name,
      platform,
      onSas: (sas) => shown.push(sas),
    })
    return { device, keys: device.keys, paired, id: paired.device.id }
  }

  /** A live link of a paired device. */
  async link({ keys, paired }: Member): Promise<Link> {
    const link = await openLink({
      paired,
      keys,
      provider,
      transport: this.relay.transport,
      outbox: memoryOutbox(),
      app: { name: 'test', version: '0' },
    })
    this.#links.push(link)
    await link.live()
    return link
  }

  /** A session in the main checkout of the only project. */
  async session(link: Link): Promise<string> {
    const { id } = await this.host.projects.add(this.repository)
    const session = link.newId()
    await link.call('new-session', {
      session,
      project: id,
      agent: 'opencode',
      place: 'main',
      title: 'A session',
    })
    return session
  }

  async end(): Promise<void> {
    for (const link of this.#links) link.close()
    await this.stop()
    this.folder.remove()
  }
}

export const newId = (): string => randomBytes(16).toString('hex')

/** All steps of a pairing, as they come. */
export const collect = (
  events: AsyncIterable<PairingStep>,
): { steps: PairingStep[]; done: Promise<void> } => {
  const steps: PairingStep[] = []
  const read = async () => {
    for await (const step of events) steps.push(step)
  }
  return { steps, done: read() }
}
