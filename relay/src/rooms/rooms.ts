import { Close } from '@hearth/shared/protocol/close'
import { HearthError } from '@hearth/shared/protocol/error'
import type { Login } from '@hearth/shared/transport/relay-wire'
import type { Addresses } from '../auth/addresses.ts'
import type { NextChallenges } from '../auth/challenges.ts'
import { Keys } from '../auth/keys.ts'
import { PAIRING_PIPE_MS, PIPES_PER_HOST, type RelayLimits, STORE_RETRY_AFTER_MS } from '../limits.ts'
import { type Log, shortened } from '../log.ts'
import type { Courier } from '../push/courier.ts'
import type { Wire } from '../socket/wire.ts'
import { type RelayStore, StoreError } from '../store/store.ts'
import { DeviceConnection } from './device.ts'
import { HostConnection } from './host.ts'
import { Pairings } from './pairings.ts'
import { Room } from './room.ts'

/** What the rooms need of the relay. */
export interface RoomsNeeds {
  store: RelayStore
  next: NextChallenges
  addresses: Addresses
  limits: RelayLimits
  courier: Courier
  log: Log
  now: () => number
}

type As<Role extends Login['as']['role']> = Extract<Login['as'], { role: Role }>

/** Who is here and may meet whom. Keys come checked: a wire belongs to the key that it logged in with. */
export class Rooms {
  readonly #needs: RoomsNeeds
  readonly #rooms = new Map<string, Room>()
  readonly #pairings: Pairings
  readonly #keys: Keys

  constructor(needs: RoomsNeeds) {
    this.#needs = needs
    this.#pairings = new Pairings(needs.now)
    this.#keys = new Keys(needs.limits.socketsPerKey)
  }

  /** Lets a checked login in. @throws {HearthError} a refusal */
  async admit(wire: Wire, login: Login): Promise<void> {
    const first = login.first === undefined ? undefined : Buffer.from(login.first, 'base64url')
    const { as, key } = login
    if (as.role === 'host') await this.#host(wire, key, as)
    else if (as.role === 'device') await this.#device(wire, key, as, first)
    else this.#pairing(wire, key, as, first)
  }

  /** Closes every connection with a reason. */
  closeAll(end: { code: number; reason: string }): void {
    for (const room of [...this.#rooms.values()]) {
      for (const device of [...room.lines]) device.end(end)
      for (const device of [...(room.host?.pipes.values() ?? [])]) device.end(end)
      room.host?.end(end)
    }
  }

  async #host(wire: Wire, key: string, as: As<'host'>): Promise<void> {
    const { addresses, now, log, limits } = this.#needs
    const mayBeNew = addresses.mayRegister(wire.address, now())
    const registration = { room: as.room, key, devices: as.devices, now: now(), mayBeNew }
    const outcome = await this.#stored((store) => store.register(registration))
    if (outcome === 'taken') throw new HearthError('relay.room_taken')
    if (outcome === 'barred') throw new HearthError('relay.too_many')
    if (outcome === 'new') addresses.registered(wire.address, now())
    if (wire.closed) return
    const room = this.#room(as.room)
    room.host?.end({ code: Close.replaced, reason: 'a newer connection of this host' })
    const host = new HostConnection(wire, { room: as.room, key }, limits, {
      setDevices: (from, keys) => this.#setDevices(from, keys),
      openPairing: (from, pid, expiresAt) => this.#pairings.open(from, pid, expiresAt),
      closePairing: (from, pid) => this.#pairings.close(from, pid),
      checkPush: (endpoint) => void this.#needs.courier.check(endpoint),
      push: (from, push) => this.#needs.courier.carry(from.room, push),
      left: (from) => this.#hostLeft(from, wire),
    })
    this.#enter(wire, key, host)
    this.#rooms.set(room.id, room)
    room.host = host
    room.measure(wire.outlet)
    host.welcome(this.#needs.next.give(key, now()))
    this.#applyDevices(room, as.devices)
    for (const device of room.lines) {
      if (device.done) device.presence(true)
      else this.#open(host, device)
    }
    log.info('host.in', { room: shortened(as.room), new: outcome === 'new' })
  }

  async #device(wire: Wire, key: string, as: As<'device'>, first?: Uint8Array): Promise<void> {
    const listed = () => this.#rooms.get(as.room)?.devices.has(key) === true
    if (!listed()) {
      // Whether there is no such room, its host is here, or away: a stranger gets one answer after one look-up.
      const stored = await this.#stored((store) => store.admits(as.room, key))
      const hostIsHere = this.#rooms.get(as.room)?.host !== undefined
      if (hostIsHere ? !listed() : !stored) throw new HearthError('relay.refused')
    }
    if (wire.closed) return
    const room = this.#room(as.room)
    const device = new DeviceConnection(wire, key, null, {
      left: (from) => this.#deviceLeft(room, from, wire),
    })
    this.#enter(wire, key, device)
    this.#rooms.set(room.id, room)
    room.lines.add(device)
    room.measure(wire.outlet)
    device.welcome(this.#needs.next.give(key, this.#needs.now()), room.host !== undefined)
    if (room.host) this.#open(room.host, device, first)
    this.#needs.log.info('device.in', { room: shortened(as.room), key: shortened(key) })
  }

  #pairing(wire: Wire, key: string, as: As<'pairing'>, first?: Uint8Array): void {
    const host = this.#pairings.join(as.pid)
    const late = { code: Close.timeout, reason: 'the pairing took too long' }
    const timer = setTimeout(() => device.end(late), PAIRING_PIPE_MS)
    const device = new DeviceConnection(wire, key, as.pid, {
      left: () => {
        clearTimeout(timer)
        this.#keys.leave(key, wire)
      },
    })
    this.#enter(wire, key, device)
    this.#rooms.get(host.room)?.measure(wire.outlet)
    device.welcome(this.#needs.next.give(key, this.#needs.now()), true)
    this.#open(host, device, first)
    this.#needs.log.info('pairing.in', { room: shortened(host.room) })
  }

  #open(host: HostConnection, device: DeviceConnection, first?: Uint8Array): void {
    if (host.pipes.size < PIPES_PER_HOST) host.open(device, first)
    else device.end({ code: Close.refused, reason: 'the host has too many pipes' })
  }

  async #setDevices(host: HostConnection, keys: readonly string[]): Promise<void> {
    const room = this.#rooms.get(host.room)
    if (room?.host !== host) return
    // Those removed are cut before the database is asked: they are, whatever it answers.
    this.#applyDevices(room, keys)
    await this.#stored((store) => store.replaceDevices(host.room, keys))
  }

  #applyDevices(room: Room, keys: readonly string[]): void {
    room.devices = new Set(keys)
    for (const device of [...room.lines]) {
      if (room.devices.has(device.key)) continue
      device.end({ code: Close.revoked, reason: 'the host removed this device' })
    }
  }

  #hostLeft(host: HostConnection, wire: Wire): void {
    this.#keys.leave(host.key, wire)
    this.#pairings.hostLeft(host)
    const room = this.#rooms.get(host.room)
    if (room?.host !== host) return
    room.host = undefined
    room.devices = new Set()
    for (const device of room.lines) device.presence(false)
    if (room.empty) this.#rooms.delete(room.id)
    this.#needs.log.info('host.out', { room: shortened(host.room) })
  }

  #deviceLeft(room: Room, device: DeviceConnection, wire: Wire): void {
    this.#keys.leave(device.key, wire)
    room.lines.delete(device)
    if (room.empty && this.#rooms.get(room.id) === room) this.#rooms.delete(room.id)
  }

  #room(id: string): Room {
    return this.#rooms.get(id) ?? new Room(id, this.#needs.limits.roomQueue)
  }

  #enter(wire: Wire, key: string, part: HostConnection | DeviceConnection): void {
    wire.become(part)
    this.#keys.enter(key, wire)
  }

  async #stored<T>(work: (store: RelayStore) => Promise<T>): Promise<T> {
    try {
      return await work(this.#needs.store)
    } catch (error) {
      const trouble = error instanceof StoreError ? error.trouble : 'failed'
      this.#needs.log.error('store.failed', { trouble, message: error instanceof Error ? error.message : '' })
      throw new HearthError('relay.store', undefined, { retryAfter: STORE_RETRY_AFTER_MS, cause: error })
    }
  }
}
