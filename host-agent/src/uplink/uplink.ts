import { type CryptoProvider, type LocalIdentity, toHex } from '@hearth/shared/crypto'
import { Close, closeName, type Down, HearthError } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'
import type { InboundPipe, RelayIdentity, Transport } from '@hearth/shared/transport'
import type { Device, Devices } from '../identity/devices.ts'
import type { DecidingChannel } from '../requests/api.ts'
import { DeviceChannel } from './device-channel.ts'
import { DeviceSession } from './device-session.ts'
import { GOODBYE_MS, MAX_PIPES, MAX_PIPES_PER_DEVICE } from './limits.ts'
import { type LineStatus, RelayLine } from './relay-line.ts'
import type { Services } from './services.ts'

/** A relay: where this host dials it, and the other names by which proxies in front of it make it known to devices. */
export interface RelayPlace {
  readonly origin: string
  readonly others: readonly string[]
  /** Under what the login key for it is kept; by default its origin, which for a relay of one's own changes with its port. */
  readonly account?: string
}

export interface UplinkOptions {
  provider: CryptoProvider
  identity: LocalIdentity
  /** This host's login key at a relay. */
  relayKey(account: string): RelayIdentity
  transport: Transport
  relays: readonly RelayPlace[]
  devices: Devices
  services: Services
  /** A pipe came through a pairing rendezvous. */
  onPairingPipe(pipe: InboundPipe): void
  onStatus(status: LineStatus): void
}

/** A device that is here now. `since` in ms; `slow`: bytes it has not read yet. */
export interface Presence {
  device: string
  since: number
  backlog: number
}

interface Open {
  channel: DeviceChannel
  session: DeviceSession | null
  since: number
}

/** The host's side of everything that comes and goes through relays. */
export class Uplink {
  readonly #options: UplinkOptions
  readonly #lines: RelayLine[] = []
  /** Each line by each of its relay’s names. */
  readonly #named = new Map<string, RelayLine>()
  readonly #open = new Set<Open>()
  readonly #stops: (() => void)[]

  constructor(options: UplinkOptions) {
    this.#options = options
    const { relays, transport, relayKey, devices, services, onStatus } = options
    const room = services.host.id
    for (const { origin, others, account = origin } of relays) {
      const names = [origin, ...others]
      const line = new RelayLine({
        transport,
        origin,
        names,
        identity: relayKey(account),
        room,
        devices: () => relayKeys(devices, names),
        clock: services.clock,
        onPipe: (pipe) => this.#meet(pipe, names),
        onStatus,
      })
      this.#lines.push(line)
      for (const name of names) this.#named.set(name, line)
    }
    this.#stops = this.#listen()
  }

  start(): void {
    for (const line of this.#lines) line.start()
  }

  status(): LineStatus[] {
    return this.#lines.map((line) => line.status)
  }

  present(): Presence[] {
    return [...this.#open]
      .filter(({ channel }) => channel.live)
      .map(({ channel, since }) => ({ device: channel.device.id, since, backlog: channel.backlog }))
  }

  /** The line to a relay by any of its names. @throws {HearthError} `relay.unreachable` when this host does not use it */
  line(origin: string): RelayLine {
    const line = this.#named.get(origin)
    if (line === undefined)
      throw new HearthError('relay.unreachable', `This host does not use the relay ${origin}`)
    return line
  }

  /** Cuts every channel of a device that is revoked already: what it has sent and not yet been answered is void. */
  cut(device: string): void {
    for (const { channel } of [...this.#open]) if (channel.device.id === device) channel.revoke()
  }

  /** Ends everything; devices are told that the host leaves. */
  close(): void {
    for (const stop of this.#stops) stop()
    for (const { channel } of [...this.#open]) channel.end(Close.goingAway, 'the host agent ends')
    for (const line of this.#lines) line.close()
  }

  #renew(device: string): void {
    for (const { channel } of [...this.#open])
      if (channel.device.id === device) channel.end(Close.done, 'its rights are others: connect again')
  }

  #listen(): (() => void)[] {
    const { devices, services } = this.#options
    const { sessions, agents, requests, guard, rules } = services
    const tellGuard = (): void => {
      for (const { session } of this.#open) session?.sendGuard()
    }
    return [
      guard.onChange(tellGuard),
      // Whoever raises the policy epoch for it has listened for longer: it is the new one that is told.
      rules.onChange(tellGuard),
      devices.onChange((change) => {
        // It begins anew with fewer rights, as soon as it was told so.
        if (change.type === 'limited')
          return void services.clock.after(GOODBYE_MS, () => this.#renew(change.device.id))
        if (change.type === 'renamed') return
        // Paired anew, perhaps with fewer rights: what it subscribed to with the old ones ends with its channels.
        if (change.type === 'added') return this.#renew(change.device.id)
        this.cut(change.device.id)
        // The relay cuts the device's line as soon as it hears of it; the goodbye is on its way there.
        services.clock.after(GOODBYE_MS, () => void this.#tellRelays(change.device))
      }),
      sessions.onChange((change) => {
        if (change.type === 'session') {
          this.#push({ t: 'session', session: change.session }, `session ${change.session.id}`)
        } else if (change.type === 'agents') {
          for (const { session } of this.#open) session?.agentsChanged(change.session)
        } else {
          this.#push({ t: 'projects', projects: sessions.projects() }, 'projects')
        }
      }),
      agents.onChange(() => this.#push({ t: 'agents', agents: agents.list() }, 'agents')),
      requests.onChange((change) => {
        if (change.type === 'opened') return this.#push({ t: 'request', request: change.request }, null)
        const by =
          change.by === null ? null : { id: change.by, name: devices.get(change.by)?.name ?? 'a device' }
        this.#push({ t: 'request-gone', request: change.request, outcome: change.outcome, by }, null)
      }),
    ]
  }

  /** To every device that may read. */
  #push(message: Down, key: string | null): void {
    for (const { session } of this.#open) if (session?.reads === true) session.send(message, key)
  }

  /** To every device, whatever its rights: what keeps this host honest. */
  pushAuditHead(): void {
    for (const { session } of this.#open) session?.sendAuditHead()
  }

  async #tellRelays({ relay }: Device): Promise<void> {
    try {
      await this.#named.get(relay)?.devicesChanged()
    } catch {
      // The list goes along with the next connection to this relay; channels are cut already.
      this.#options.services.log(`the relay ${relay} did not take the device list`)
    }
  }

  #meet(pipe: InboundPipe, names: readonly string[]): void {
    if (pipe.pid !== null) return this.#options.onPairingPipe(pipe)
    const device = this.#options.devices.byRelayKey(pipe.key)
    if (device === null || !names.includes(device.relay))
      return pipe.close(Close.refused, 'not a paired device')
    const own = [...this.#open].filter(({ channel }) => channel.device.id === device.id)
    if (own.length >= MAX_PIPES_PER_DEVICE)
      own[0]?.channel.end(Close.replaced, 'a newer channel of this device')
    if (this.#open.size >= MAX_PIPES) return pipe.close(Close.rate, 'too many channels')
    this.#begin(pipe, device)
  }

  #begin(pipe: InboundPipe, device: Device): void {
    const { provider, identity, services } = this.#options
    const { bootId, policyEpoch, clock } = services
    const open: { entry: Open | null } = { entry: null }
    let ended = false
    const channel = new DeviceChannel(
      pipe,
      device,
      { provider, identity, bootId, policyEpoch, clock },
      {
        live: (hello) => this.#attach(open.entry, hello.audit),
        message: (message) => open.entry?.session?.receive(message),
        ended: (code, why) => {
          ended = true
          this.#ended(open.entry, code, why)
        },
      },
    )
    if (ended) return
    open.entry = { channel, session: null, since: clock.now() }
    this.#open.add(open.entry)
  }

  #attach(entry: Open | null, seen: { i: number } | null): void {
    if (entry === null) return
    const { devices, services } = this.#options
    const { channel } = entry
    if (seen !== null && seen.i > services.auditHead().index) {
      services.log(
        `device ${channel.device.id} has seen a longer audit than this host has: it was rolled back`,
      )
    }
    if (devices.get(channel.device.id) === null) return channel.end(Close.refused, 'not paired any more')
    if (!devices.seen(channel.device.id)) services.log('the visit of a device could not be written down')
    const session = new DeviceSession(
      {
        channel: deciding(channel),
        wire: channel.wire,
        backlog: () => channel.backlog,
        seal: (content, minBucket) => channel.seal(content, minBucket),
        end: (how, why) => channel.end(Close[how], why),
      },
      services,
    )
    entry.session = session
    session.attach()
  }

  #ended(entry: Open | null, code: number, why: string): void {
    const { services } = this.#options
    if (entry === null) return
    this.#open.delete(entry)
    entry.session?.close()
    services.requests.dropChannel(entry.channel.sid)
    services.push.watching(toHex(entry.channel.sid), entry.channel.device.id, { requests: [], sessions: [] })
    services.log(`a channel of ${entry.channel.device.id} ended (${closeName(code)}: ${visible(why)})`)
  }
}

const relayKeys = (devices: Devices, names: readonly string[]): string[] =>
  devices
    .list()
    .filter(({ relay }) => names.includes(relay))
    .map(({ relayKey }) => relayKey)

const deciding = (channel: DeviceChannel): DecidingChannel => ({
  deviceId: channel.device.id,
  get sid() {
    return channel.sid
  },
  get live() {
    return channel.live
  },
})
