import { Close } from '@hearth/shared/protocol/close'
import type { Meter, Outlet } from '../socket/outlet.ts'
import type { DeviceConnection } from './device.ts'
import type { HostConnection } from './host.ts'

/** A room with somebody in it: a host, devices that wait for it, or both. It lives in memory only. */
export class Room {
  readonly id: string
  readonly meter: Meter = { bytes: 0 }
  readonly lines = new Set<DeviceConnection>()
  /** The relay keys that may meet the host: as it said itself, so only known while it is here. */
  devices: ReadonlySet<string> = new Set()
  host: HostConnection | undefined
  readonly #most: number

  constructor(id: string, most: number) {
    this.id = id
    this.#most = most
  }

  get empty(): boolean {
    return this.host === undefined && this.lines.size === 0
  }

  /** Counts a connection's queue for this room, and cuts the slowest when all of them are too long. */
  measure(outlet: Outlet): void {
    outlet.joinMeter(this.meter)
    outlet.onMeter = (bytes) => {
      if (bytes > this.#most) this.#cutSlowest()
    }
  }

  #cutSlowest(): void {
    const all = [...this.lines, ...(this.host ? [this.host, ...this.host.pipes.values()] : [])]
    const slowest = all.reduce((most, one) => (one.queued > most.queued ? one : most))
    slowest.end({ code: Close.slow, reason: 'reads too slowly' }, 'cut')
  }
}
