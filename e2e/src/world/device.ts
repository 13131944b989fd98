import { generateIdentity, type RawKeyProvider } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import {
  type DeviceKeys,
  type Link,
  memoryOutbox,
  openLink,
  type PairedHost,
  pairDevice,
  type RequestView,
} from '@hearth/shared/link'
import type { PromptManner } from '@hearth/shared/session'
import { createSocketTransport, type RelayIdentity } from '@hearth/shared/transport'
import type { Hearth } from './hearth.ts'
import { confirmPairing, HostPairing } from './pairing.ts'
import { Transcript } from './transcript.ts'
import { until } from './wait.ts'

const provider: RawKeyProvider = createNodeProvider()

const newKeys = async (): Promise<DeviceKeys> => {
  const identity = await generateIdentity(provider)
  const own = await provider.generateSigning()
  const relayKey: RelayIdentity = {
    publicKey: own.publicKey,
    sign: (statement) => provider.sign(own, statement),
  }
  return { identity, relay: async () => relayKey }
}

/** A device in this process, on the real link and the real relay: as a panel would be, without the page. */
export class Device {
  readonly name: string
  readonly keys: DeviceKeys
  readonly paired: PairedHost
  readonly #outbox = memoryOutbox()
  readonly #transport = createSocketTransport()
  #link: Link | null = null

  private constructor(name: string, keys: DeviceKeys, paired: PairedHost) {
    this.name = name
    this.keys = keys
    this.paired = paired
  }

  /** Pairs a new device with the host, digits compared on both sides. */
  static async pair(hearth: Hearth, name: string): Promise<Device> {
    const keys = await newKeys()
    const pairing = new HostPairing(hearth)
    let show = (_sas: string): void => undefined
    const shown = new Promise<string>((resolve) => {
      show = resolve
    })
    const link = await pairing.link()
    const transport = createSocketTransport()
    const paired = pairDevice({ link, keys, provider, transport, name, platform: 'cli', onSas: show })
    const [record] = await Promise.all([
      paired,
      Promise.race([confirmPairing(pairing, shown), paired.then(() => undefined)]),
    ])
    await pairing.process.ended
    return new Device(name, keys, record)
  }

  get id(): string {
    return this.paired.device.id
  }

  get link(): Link {
    if (this.#link === null) throw new Error(`${this.name} is not connected`)
    return this.#link
  }

  /** Opens the link; what waited in the outbox is sent. Resolves when it is live. */
  async connect(ms = 20_000): Promise<Link> {
    const link = await this.open()
    await link.live(ms)
    return link
  }

  /** Opens the link without waiting for anything. */
  async open(): Promise<Link> {
    this.close()
    const { paired, keys } = this
    this.#link = await openLink({
      paired,
      keys,
      provider,
      transport: this.#transport,
      outbox: this.#outbox,
      app: { name: 'e2e', version: '0' },
    })
    return this.#link
  }

  close(): void {
    this.#link?.close()
    this.#link = null
  }

  follow(session: string): Transcript {
    return new Transcript(this.link, session)
  }

  /** Makes a session in the host's only project. */
  async newSession(
    place: 'worktree' | 'main' = 'worktree',
    title = 'A session',
    agent = 'opencode',
  ): Promise<string> {
    const [project] = await until('the project', () => {
      const { projects } = this.link.overview.value
      return projects.length > 0 ? projects : undefined
    })
    const session = this.link.newId()
    await this.link.call('new-session', { session, project: project?.id ?? '', agent, place, title }, 60_000)
    return session
  }

  /** Sends a prompt and gives its turn once the host has admitted it. */
  async prompt(session: string, text: string, manner: PromptManner = {}): Promise<number> {
    const { outcome } = await this.link.prompt(session, [{ type: 'text', text }], manner)
    const said = await outcome
    if (said.state === 'refused') throw said.error
    return said.turn
  }

  /** The request of a turn that waits. */
  request(session: string, turn: number, ms = 30_000): Promise<RequestView> {
    return until(
      `a request of turn ${turn} at ${this.name}`,
      () =>
        [...this.link.requests.value.values()].find(
          (view) => view.session === session && view.turn === turn && view.state === 'pending',
        ),
      { ms },
    )
  }
}
