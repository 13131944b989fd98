import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Close } from '@hearth/shared/protocol'
import { dialDevice, dialHost, newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { createSocketTransport } from '@hearth/shared/transport'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Relay } from './relay.ts'
import { relayRig } from './testing/relay-rig.ts'

/** The WebSockets of parties, in the order in which they first sent, and the states in which they were given something. */
const watchSends = () => {
  const sends: { socket: WebSocket; state: number }[] = []
  const send = WebSocket.prototype.send
  const spy = vi.spyOn(WebSocket.prototype, 'send').mockImplementation(function (this: WebSocket, ...args) {
    // Those of the relay were not opened to any address.
    if (this.url !== undefined) sends.push({ socket: this, state: this.readyState })
    send.apply(this, args as Parameters<typeof send>)
  } as typeof send)
  return {
    sends,
    late: () => sends.filter(({ state }) => state !== WebSocket.OPEN),
    last: () => sends.at(-1)?.socket,
    stop: () => spy.mockRestore(),
  }
}

/** A relay that lets anybody in, says that this is the end, and never closes the connection. */
const endlessRelay = async () => {
  const heard: string[] = []
  let closed = 0
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const next = { challenge: '0'.repeat(64), t: Date.now() }
  const answers: Record<string, readonly string[]> = {
    '40': ['40{"sid":"a"}', `42["challenge",${JSON.stringify(next)}]`],
    '42': [
      `42${JSON.stringify(['welcome', { next, present: false }])}`,
      `42${JSON.stringify(['end', { code: Close.goingAway, reason: 'until later' }])}`,
    ],
  }
  server.on('connection', (socket) => {
    socket.send('0{"sid":"a","upgrades":[],"pingInterval":60000,"pingTimeout":60000,"maxPayload":1000}')
    socket.on('close', () => {
      closed += 1
    })
    socket.on('message', (data) => {
      const kind = String(data).slice(0, 2)
      heard.push({ '40': 'connect', '42': 'login' }[kind] ?? String(data))
      for (const answer of answers[kind] ?? []) socket.send(answer)
    })
  })
  const { port } = server.address() as AddressInfo
  const close = () => new Promise((resolve) => server.close(resolve))
  return { port, heard, closed: () => closed, close }
}

// A browser says an error in the page's console each time that this happens.
describe('a party sends nothing on a WebSocket that is closing', () => {
  const [host, alice, mallory] = [newRelayIdentity(), newRelayIdentity(), newRelayIdentity()]
  const room = newName()
  const transport = createSocketTransport()
  let relay: Relay
  let watch: ReturnType<typeof watchSends>
  beforeEach(async () => {
    relay = await relayRig()
    watch = watchSends()
  })
  afterEach(async () => {
    watch.stop()
    await relay.close()
  })

  const hostUp = () => dialHost(transport, relay.url, host, room, [alice.key])

  it('when the relay refuses it', async () => {
    await hostUp()
    const before = watch.sends.length
    await expect(dialDevice(transport, relay.url, mallory, room)).rejects.toMatchObject({
      code: 'relay.refused',
    })
    // The connect and the login; no goodbye.
    expect(watch.sends.length - before).toBe(2)
    expect(watch.late()).toEqual([])
  })

  it('once the relay has said its last word, and does not wait for it to hang up', async () => {
    const server = await endlessRelay()
    const origin = `http://127.0.0.1:${server.port}`
    const device = await dialDevice(transport, origin, alice, room)
    await until(() => device.end !== undefined, 'the end')
    expect(device.end).toEqual({ code: Close.goingAway, reason: 'until later' })
    await until(() => server.closed() === 1, 'the device to hang up')
    expect(server.heard).toEqual(['connect', 'login'])
    expect(watch.late()).toEqual([])
    await server.close()
  })

  it('when that closes by itself', async () => {
    await hostUp()
    const device = await dialDevice(transport, relay.url, alice, room)
    await until(() => device.pipes.length === 1, 'a pipe')
    watch.last()?.close()
    const pipe = device.pipes[0]?.pipe
    pipe?.send(Uint8Array.of(1))
    pipe?.close(Close.done, 'done')
    await expect(device.line.ping(1000)).rejects.toMatchObject({ code: 'relay.unreachable' })
    device.line.close()
    expect(device.end?.code).toBe(Close.done)
    expect(watch.late()).toEqual([])
  })
})
