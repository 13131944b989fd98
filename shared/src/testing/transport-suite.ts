import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Close } from '../protocol/close.ts'
import { MAX_JOINS, MAX_MESSAGE, MAX_QUEUED } from '../transport/limits.ts'
import type { Pipe, Transport } from '../transport/types.ts'
import { newRelayIdentity } from './relay-identity.ts'
import {
  type DeviceRecord,
  dialDevice,
  dialHost,
  dialPairing,
  type HostRecord,
  newName,
  numbered,
  numberOf,
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

const at = <T>(list: readonly T[], index: number): T => {
  const item = list.at(index)
  if (item === undefined) throw new Error(`there is no item ${index} among ${list.length}`)
  return item
}

/** What every Transport promises (docs/relay.md, "Transports"), whatever carries it. */
export const transportSuite = (name: string, makeRig: () => Promise<TransportRig>): void => {
  describe(`transport: ${name}`, () => {
    const alice = newRelayIdentity()
    const bob = newRelayIdentity()
    const mallory = newRelayIdentity()
    let rig: TransportRig
    let room: string
    let hostKey: ReturnType<typeof newRelayIdentity>

    beforeEach(async () => {
      rig = await makeRig()
      room = newName()
      hostKey = newRelayIdentity()
    })
    afterEach(async () => {
      await rig.close()
    })

    const hostUp = (devices = [alice.key, bob.key], party = rig.party()): Promise<HostRecord> =>
      dialHost(party, rig.origin, hostKey, room, devices)
    const device = (who = alice, first?: Uint8Array, party = rig.party()): Promise<DeviceRecord> =>
      dialDevice(party, rig.origin, who, room, first)
    const pairing = (pid: string, who = mallory, first?: Uint8Array): Promise<DeviceRecord> =>
      dialPairing(rig.party(), rig.origin, who, pid, first)
    const meet = async (who = alice): Promise<[HostRecord, DeviceRecord, PipeRecord, PipeRecord]> => {
      const host = await hostUp()
      const line = await device(who)
      await until(() => host.pipes.length === 1 && line.pipes.length === 1, 'a pipe on both sides')
      return [host, line, at(host.pipes, 0), at(line.pipes, 0)]
    }
    const arrived = (record: PipeRecord, count: number): Promise<void> =>
      until(() => record.messages.length === count, `${count} messages`)

    it('carries messages in order, both ways at once', async () => {
      const [, , atHost, atDevice] = await meet()
      for (let i = 0; i < 100; i++) {
        atDevice.pipe.send(numbered(i, 30 + i))
        atHost.pipe.send(numbered(1000 + i, 60))
      }
      await arrived(atHost, 100)
      await arrived(atDevice, 100)
      expect(atHost.messages.map(numberOf)).toEqual(Array.from({ length: 100 }, (_, i) => i))
      expect(atDevice.messages.map(numberOf)).toEqual(Array.from({ length: 100 }, (_, i) => 1000 + i))
    })

    it('carries every size from 1 byte to the limit, unchanged', async () => {
      const [, , atHost, atDevice] = await meet()
      const sizes = [1, 2, 3, 4, 5, 125, 126, 127, 65_535, 65_536, MAX_MESSAGE]
      const messages = sizes.map((size) => Uint8Array.from({ length: size }, (_, i) => (i * 31 + size) & 255))
      for (const message of messages) {
        atDevice.pipe.send(message)
        atHost.pipe.send(message)
      }
      await arrived(atHost, sizes.length)
      await arrived(atDevice, sizes.length)
      for (const [i, message] of messages.entries()) {
        expect(Buffer.compare(message, at(atHost.messages, i)), `${message.length} bytes`).toBe(0)
        expect(Buffer.compare(message, at(atDevice.messages, i)), `${message.length} bytes`).toBe(0)
      }
    })

    it('refuses to send nothing, or more than the limit', async () => {
      const [, , atHost, atDevice] = await meet()
      for (const { pipe } of [atHost, atDevice]) {
        expect(() => pipe.send(new Uint8Array(0))).toThrow(RangeError)
        expect(() => pipe.send(new Uint8Array(MAX_MESSAGE + 1))).toThrow(RangeError)
      }
    })

    it('tells the host the relay key of a device, and of no pairing', async () => {
      const [host] = await meet(bob)
      expect(at(host.pipes, 0).pipe).toMatchObject({ key: bob.key, pid: null })
    })

    it('sends a first message ahead of everything else', async () => {
      const host = await hostUp()
      const line = await device(alice, numbered(7))
      await until(() => line.pipes.length === 1, 'the pipe')
      expect(at(line.pipes, 0).sentFirst).toBe(true)
      at(line.pipes, 0).pipe.send(numbered(8))
      await until(() => host.pipes[0]?.messages.length === 2, 'both messages')
      expect(at(host.pipes, 0).messages.map(numberOf)).toEqual([7, 8])
    })

    it('keeps no first message for a host that comes later', async () => {
      const host = await hostUp()
      host.line.close()
      const line = await device(alice, numbered(7))
      const again = await hostUp()
      await until(() => line.pipes.length === 1, 'the pipe')
      expect(at(line.pipes, 0).sentFirst).toBe(false)
      at(line.pipes, 0).pipe.send(numbered(9))
      await until(() => again.pipes[0]?.messages.length === 1, 'a message')
      expect(at(again.pipes, 0).messages.map(numberOf)).toEqual([9])
    })

    it('ends a pipe on both sides with the code that closed it, after what was sent', async () => {
      const [, line, atHost, atDevice] = await meet()
      atHost.pipe.send(numbered(1))
      atHost.pipe.close(Close.version, 'not spoken here')
      expect(atHost.end).toEqual({ code: Close.version, reason: 'not spoken here' })
      await until(() => atDevice.end !== undefined, 'the end')
      expect(atDevice.messages.map(numberOf)).toEqual([1])
      expect(atDevice.end).toEqual({ code: Close.version, reason: 'not spoken here' })
      atDevice.pipe.send(numbered(2))
      atDevice.pipe.close(Close.done, 'again')
      expect(atDevice.end?.code).toBe(Close.version)
      expect(line.end).toBeUndefined()
      expect(line.pipes).toHaveLength(1)
    })

    it('lets the device end a pipe with a code', async () => {
      const [, , atHost, atDevice] = await meet()
      atDevice.pipe.close(Close.protocol, 'odd')
      await until(() => atHost.end !== undefined, 'the end')
      expect(atHost.end).toEqual({ code: Close.protocol, reason: 'odd' })
    })

    it('tells presence at once and on change, and opens a new pipe when the host is back', async () => {
      const [host, line, , atDevice] = await meet()
      expect(line.presence).toEqual([true])
      host.line.close()
      await until(() => line.presence.length === 2, 'absence')
      expect(line.presence).toEqual([true, false])
      expect(atDevice.end?.code).toBe(Close.peerGone)
      const again = await hostUp()
      await until(() => line.pipes.length === 2, 'a second pipe')
      expect(line.presence).toEqual([true, false, true])
      at(line.pipes, 1).pipe.send(numbered(5))
      await until(() => again.pipes[0]?.messages.length === 1, 'a message on the new pipe')
    })

    it('tells a device that dials first that the host is away', async () => {
      const host = await hostUp()
      host.line.close()
      const line = await device()
      expect(line.presence).toEqual([false])
      expect(line.pipes).toHaveLength(0)
    })

    it('tells the host that a device left', async () => {
      const [host, line, atHost] = await meet()
      line.line.close()
      await until(() => atHost.end !== undefined, 'the end at the host')
      expect(atHost.end?.code).toBe(Close.peerGone)
      expect(line.end?.code).toBe(Close.done)
      expect(host.end).toBeUndefined()
    })

    it('says lost when the network breaks, and peers see the party leave', async () => {
      const host = await hostUp()
      const [line, wire] = await rig.wired(() => device())
      await until(() => line.pipes.length === 1 && host.pipes.length === 1, 'a pipe')
      wire.cut()
      await until(() => line.end !== undefined && at(host.pipes, 0).end !== undefined, 'both ends')
      expect(line.end?.code).toBe(Close.lost)
      expect(at(line.pipes, 0).end?.code).toBe(Close.lost)
      expect(at(host.pipes, 0).end?.code).toBe(Close.peerGone)
    })

    it('reconnects after a break with a first message', async () => {
      const host = await hostUp()
      const party = rig.party()
      const [line, wire] = await rig.wired(() => device(alice, numbered(1), party))
      await until(() => line.pipes.length === 1, 'a pipe')
      wire.cut()
      await until(() => line.end !== undefined, 'the end')
      const again = await device(alice, numbered(2), party)
      await until(() => again.pipes.length === 1 && host.pipes.length === 2, 'a new pipe')
      await until(() => at(host.pipes, 1).messages.length === 1, 'the message sent ahead')
      expect(at(host.pipes, 1).messages.map(numberOf)).toEqual([2])
      at(host.pipes, 1).pipe.send(numbered(3))
      await arrived(at(again.pipes, 0), 1)
    })

    it('lets a newer login of the host replace the older', async () => {
      const [host, line] = await meet()
      const newer = await hostUp()
      await until(() => host.end !== undefined && line.pipes.length === 2, 'the replacement')
      expect(host.end?.code).toBe(Close.replaced)
      at(line.pipes, 1).pipe.send(numbered(4))
      await until(() => newer.pipes[0]?.messages.length === 1, 'a message at the newer')
      expect(at(line.pipes, 0).end?.code).toBe(Close.peerGone)
    })

    it('refuses a room to another key', async () => {
      await hostUp()
      const taken = dialHost(rig.party(), rig.origin, mallory, room, [mallory.key])
      await expect(taken).rejects.toMatchObject({ code: 'relay.room_taken' })
    })

    it('refuses devices that are not on the list, as if there were no such host', async () => {
      await hostUp()
      const stranger = await device(mallory).then(() => null, String)
      const nobody = await dialDevice(rig.party(), rig.origin, mallory, newName()).then(() => null, String)
      await expect(device(mallory)).rejects.toMatchObject({ code: 'relay.refused' })
      expect(stranger).toBe(nobody)
    })

    it('cuts a removed device at once and keeps the others', async () => {
      const host = await hostUp()
      const [removed, kept] = [await device(alice), await device(bob)]
      await until(() => host.pipes.length === 2, 'two pipes')
      await host.line.setDevices([bob.key])
      await until(() => removed.end !== undefined && at(host.pipes, 0).end !== undefined, 'the cut')
      expect(removed.end?.code).toBe(Close.revoked)
      expect(at(host.pipes, 0).end?.code).toBe(Close.revoked)
      expect(kept.end).toBeUndefined()
      await expect(device(alice)).rejects.toMatchObject({ code: 'relay.refused' })
    })

    it('lets a device in that the host added', async () => {
      const host = await hostUp([])
      await expect(device(alice)).rejects.toMatchObject({ code: 'relay.refused' })
      await host.line.setDevices([alice.key])
      const line = await device(alice)
      await until(() => line.pipes.length === 1, 'a pipe')
    })

    it('keeps several devices of one host apart', async () => {
      const host = await hostUp()
      const [first, second] = [await device(alice), await device(bob)]
      await until(() => first.pipes.length + second.pipes.length === 2, 'two pipes')
      await until(() => host.pipes.length === 2, 'two pipes at the host')
      for (const { pipe } of host.pipes) pipe.send(new TextEncoder().encode(pipe.key))
      await arrived(at(first.pipes, 0), 1)
      await arrived(at(second.pipes, 0), 1)
      expect(Buffer.from(at(at(first.pipes, 0).messages, 0)).toString()).toBe(alice.key)
      expect(Buffer.from(at(at(second.pipes, 0).messages, 0)).toString()).toBe(bob.key)
    })

    it('opens a pairing rendezvous to a device that the host does not know', async () => {
      const host = await hostUp([])
      const pid = newName()
      await host.line.openPairing(pid, Date.now() + 60_000)
      const line = await pairing(pid, mallory, numbered(1))
      await until(() => host.pipes[0]?.messages.length === 1, 'the first message')
      expect(at(host.pipes, 0).pipe).toMatchObject({ key: mallory.key, pid })
      expect(at(line.pipes, 0).sentFirst).toBe(true)
      at(host.pipes, 0).pipe.send(numbered(2))
      await arrived(at(line.pipes, 0), 1)
      at(host.pipes, 0).pipe.close(Close.done, 'paired')
      await until(() => line.end !== undefined, 'the end of the pairing line')
      expect(line.end?.code).toBe(Close.done)
    })

    it('lets a second device reach the same rendezvous, and bounds how many', async () => {
      const host = await hostUp([])
      const pid = newName()
      await host.line.openPairing(pid, Date.now() + 60_000)
      for (let i = 0; i < MAX_JOINS; i++) await pairing(pid, newRelayIdentity())
      await until(() => host.pipes.length === MAX_JOINS, 'every join at the host')
      await expect(pairing(pid)).rejects.toMatchObject({ code: 'relay.too_many' })
    })

    it('refuses a pairing that is unknown, expired or closed', async () => {
      const host = await hostUp([])
      const [expired, closed] = [newName(), newName()]
      await host.line.openPairing(expired, Date.now() - 1)
      await host.line.openPairing(closed, Date.now() + 60_000)
      await host.line.closePairing(closed)
      for (const pid of [newName(), expired, closed]) {
        await expect(pairing(pid)).rejects.toMatchObject({ code: 'relay.pairing_unknown' })
      }
    })

    it('keeps a pairing pipe that was open when its rendezvous closed', async () => {
      const host = await hostUp([])
      const pid = newName()
      await host.line.openPairing(pid, Date.now() + 60_000)
      const line = await pairing(pid)
      await until(() => line.pipes.length === 1 && host.pipes.length === 1, 'a pipe')
      await host.line.closePairing(pid)
      at(host.pipes, 0).pipe.send(numbered(1))
      await arrived(at(line.pipes, 0), 1)
    })

    it('ends a pairing when its host leaves', async () => {
      const host = await hostUp([])
      const pid = newName()
      await host.line.openPairing(pid, Date.now() + 60_000)
      const line = await pairing(pid)
      await until(() => line.pipes.length === 1, 'a pipe')
      host.line.close()
      await until(() => line.end !== undefined, 'the end')
      expect(line.end?.code).toBe(Close.peerGone)
    })

    it('measures the way to the relay, until the line has ended', async () => {
      const [host, line] = await meet()
      expect(await line.line.ping(2000)).toBeGreaterThanOrEqual(0)
      expect(await host.line.ping(2000)).toBeGreaterThanOrEqual(0)
      line.line.close()
      await expect(line.line.ping(2000)).rejects.toMatchObject({ code: 'relay.unreachable' })
    })

    it('gives up a dial when told to', async () => {
      await hostUp()
      const destination = { to: 'host' as const, room }
      const signal = AbortSignal.abort()
      const dial = rig.party().dialDevice({ origin: rig.origin, identity: alice, destination, signal })
      await expect(dial).rejects.toThrow()
    })

    /** Sends full messages into a pipe, a few per turn of the loop, until `enough`. Returns how many. */
    const flood = async (pipe: Pipe, enough: () => boolean): Promise<number> => {
      let sent = 0
      for (; !enough() && sent < 220; sent++) {
        pipe.send(numbered(sent, MAX_MESSAGE))
        await new Promise((resolve) => setImmediate(resolve))
      }
      return sent
    }

    it('shows a slow reader as backlog, harms no other, and loses nothing when it reads again', async () => {
      const host = await hostUp()
      const [slow, wire] = await rig.wired(() => device(alice))
      const quick = await device(bob)
      await until(() => host.pipes.length === 2 && slow.pipes.length + quick.pipes.length === 2, 'pipes')
      const resume = wire.stall()
      const pipe = at(host.pipes, 0).pipe
      const sent = await flood(pipe, () => pipe.backlog > MAX_MESSAGE * 4)
      await until(() => pipe.backlog > MAX_MESSAGE * 2, 'a backlog')
      at(host.pipes, 1).pipe.send(numbered(77))
      await arrived(at(quick.pipes, 0), 1)
      await until(() => at(host.pipes, 1).pipe.backlog === 0, 'no backlog for the quick reader')
      resume()
      await arrived(at(slow.pipes, 0), sent)
      expect(at(slow.pipes, 0).messages.map(numberOf)).toEqual(Array.from({ length: sent }, (_, i) => i))
      await until(() => pipe.backlog === 0, 'an empty backlog')
    })

    it('cuts a reader whose queue is full, as slow', async () => {
      const host = await hostUp()
      const [slow, wire] = await rig.wired(() => device(alice))
      await until(() => host.pipes.length === 1 && slow.pipes.length === 1, 'a pipe')
      wire.stall()
      const seen = at(host.pipes, 0)
      await flood(seen.pipe, () => seen.end !== undefined || seen.pipe.backlog > MAX_MESSAGE * 4)
      for (let i = 0; i * MAX_MESSAGE <= MAX_QUEUED && !seen.end; i++)
        seen.pipe.send(numbered(i, MAX_MESSAGE))
      await until(() => seen.end !== undefined, 'the cut')
      expect(seen.end?.code).toBe(Close.slow)
    })
  })
}
