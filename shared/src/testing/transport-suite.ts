import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Close } from '../protocol/close.ts'
import { MAX_MESSAGE } from '../transport/limits.ts'
import { flowCases } from './transport-flow.ts'
import { pairingCases } from './transport-pairing.ts'
import { dialDevice, dialHost, newName, numbered, numberOf } from './transport-parties.ts'
import { at, Stage, type TransportRig } from './transport-stage.ts'
import { until } from './until.ts'

/** What every Transport promises (docs/relay.md, "Transports"), whatever carries it. */
export const transportSuite = (name: string, makeRig: () => Promise<TransportRig>): void => {
  describe(`transport: ${name}`, () => {
    const stage = new Stage(makeRig)
    const { alice, bob, mallory } = stage
    const { hostUp, device, meet, arrived } = stage
    beforeEach(() => stage.set())
    afterEach(() => stage.clear())

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
      const [line, wire] = await stage.wired(() => device())
      await until(() => line.pipes.length === 1 && host.pipes.length === 1, 'a pipe')
      wire.cut()
      await until(() => line.end !== undefined && at(host.pipes, 0).end !== undefined, 'both ends')
      expect(line.end?.code).toBe(Close.lost)
      expect(at(line.pipes, 0).end?.code).toBe(Close.lost)
      expect(at(host.pipes, 0).end?.code).toBe(Close.peerGone)
    })

    it('reconnects after a break with a first message', async () => {
      const host = await hostUp()
      const party = stage.party()
      const [line, wire] = await stage.wired(() => device(alice, numbered(1), party))
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
      const taken = dialHost(stage.party(), stage.origin, mallory, stage.room, [mallory.key])
      await expect(taken).rejects.toMatchObject({ code: 'relay.room_taken' })
    })

    it('refuses devices that are not on the list, as if there were no such host', async () => {
      await hostUp()
      const stranger = await device(mallory).then(() => null, String)
      const nobody = await dialDevice(stage.party(), stage.origin, mallory, newName()).then(
        () => null,
        String,
      )
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

    it('measures the way to the relay, until the line has ended', async () => {
      const [host, line] = await meet()
      expect(await line.line.ping(2000)).toBeGreaterThanOrEqual(0)
      expect(await host.line.ping(2000)).toBeGreaterThanOrEqual(0)
      line.line.close()
      await expect(line.line.ping(2000)).rejects.toMatchObject({ code: 'relay.unreachable' })
    })

    it('gives up a dial when told to', async () => {
      await hostUp()
      const destination = { to: 'host' as const, room: stage.room }
      const signal = AbortSignal.abort()
      const dial = stage.party().dialDevice({ origin: stage.origin, identity: alice, destination, signal })
      await expect(dial).rejects.toThrow()
    })

    pairingCases(stage)
    flowCases(stage)
  })
}
