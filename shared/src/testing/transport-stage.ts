import type { Transport } from '../transport/types.ts'
import { newRelayIdentity } from './relay-identity.ts'
import {
  type DeviceRecord,
  dialDevice,
  dialHost,
  dialPairing,
  type HostRecord,
  newName,
  type PipeRecord,
} from './transport-parties.ts'
import { until } from './until.ts'

/** The network under one line. */
export interface Wire {
  /** Breaks it without a word. */
  cut(): void
  /** The line's party stops reading until the returned function is called. */
  stall(): () => void
}

/** A relay and ways to reach it. */
export interface TransportRig {
  readonly origin: string
  /** A party of its own: shares nothing with other parties. */
  party(): Transport
  /** Runs a dial and gives the network under the line that it made. */
  wired<T>(dial: () => Promise<T>): Promise<[T, Wire]>
  close(): Promise<void>
}

/** An item that must be there. */
export const at = <T>(list: readonly T[], index: number): T => {
  const item = list.at(index)
  if (item === undefined) throw new Error(`there is no item ${index} among ${list.length}`)
  return item
}

/** A host's room on a fresh rig for each test, and short ways to meet in it. */
export class Stage {
  readonly alice = newRelayIdentity()
  readonly bob = newRelayIdentity()
  readonly mallory = newRelayIdentity()
  readonly #makeRig: () => Promise<TransportRig>
  #rig: TransportRig | undefined
  #host = newRelayIdentity()
  room = ''

  constructor(makeRig: () => Promise<TransportRig>) {
    this.#makeRig = makeRig
  }

  async set(): Promise<void> {
    this.#rig = await this.#makeRig()
    this.#host = newRelayIdentity()
    this.room = newName()
  }

  async clear(): Promise<void> {
    await this.#rig?.close()
    this.#rig = undefined
  }

  get rig(): TransportRig {
    if (!this.#rig) throw new Error('the stage is not set')
    return this.#rig
  }

  get origin(): string {
    return this.rig.origin
  }

  readonly party = (): Transport => this.rig.party()

  readonly wired = <T>(dial: () => Promise<T>): Promise<[T, Wire]> => this.rig.wired(dial)

  readonly hostUp = (devices = [this.alice.key, this.bob.key], party = this.party()): Promise<HostRecord> =>
    dialHost(party, this.origin, this.#host, this.room, devices)

  readonly device = (who = this.alice, first?: Uint8Array, party = this.party()): Promise<DeviceRecord> =>
    dialDevice(party, this.origin, who, this.room, first)

  readonly pairing = (pid: string, who = this.mallory, first?: Uint8Array): Promise<DeviceRecord> =>
    dialPairing(this.party(), this.origin, who, pid, first)

  /** The host, a device's line, and their pipe's two sides. */
  readonly meet = async (who = this.alice): Promise<[HostRecord, DeviceRecord, PipeRecord, PipeRecord]> => {
    const host = await this.hostUp()
    const line = await this.device(who)
    await until(() => host.pipes.length === 1 && line.pipes.length === 1, 'a pipe on both sides')
    return [host, line, at(host.pipes, 0), at(line.pipes, 0)]
  }

  readonly arrived = (record: PipeRecord, count: number): Promise<void> =>
    until(() => record.messages.length === count, `${count} messages`)
}
