import { newName, newRelayIdentity, until } from '@hearth/shared/testing'
import { Server } from 'socket.io'
import { expect, it, vi } from 'vitest'
import { loggedIn } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'
import { corkSends } from './cork.ts'
import { type EngineSocket, netSocketOf, webSocketOf } from './raw.ts'

/** Runs work while every engine.io connection of a relay is collected. */
const collecting = async (work: (conns: EngineSocket[]) => Promise<void>): Promise<void> => {
  const conns: EngineSocket[] = []
  const attach = Server.prototype.attach
  const spy = vi.spyOn(Server.prototype, 'attach').mockImplementation(function (this: Server, ...args) {
    const result = attach.apply(this, args)
    this.engine.on('connection', (conn: EngineSocket) => conns.push(conn))
    return result
  })
  try {
    await work(conns)
  } finally {
    spy.mockRestore()
  }
}

it('still finds the sockets that engine.io and ws keep to themselves', () =>
  collecting(async (conns) => {
    const relay = await relayRig()
    const as = { role: 'host' as const, room: newName(), devices: [] }
    const client = await loggedIn(relay.url, newRelayIdentity(), as)
    await client.heard('welcome')
    const [conn] = conns
    if (!conn) throw new Error('no connection was seen')
    const webSocket = webSocketOf(conn)
    const net = netSocketOf(webSocket)
    expect(typeof webSocket?.pause).toBe('function')
    expect(net?.remotePort).toBeGreaterThan(0)
    expect(conn.request).toBeNull()
    await relay.close()
  }))

it('gathers what is sent in one turn of the loop into one write', () =>
  collecting(async (conns) => {
    const relay = await relayRig()
    const as = { role: 'host' as const, room: newName(), devices: [] }
    const client = await loggedIn(relay.url, newRelayIdentity(), as)
    await client.heard('welcome')
    const net = conns[0] && netSocketOf(webSocketOf(conns[0]))
    if (!conns[0] || !net) throw new Error('no connection was seen')
    const cork = vi.spyOn(net, 'cork')
    const uncork = vi.spyOn(net, 'uncork')
    const conn = conns[0]
    conn.transport.send([
      { type: 'message', data: 'a' },
      { type: 'message', data: 'b' },
    ] as never)
    expect(net.writableCorked).toBe(1)
    await until(() => net.writableCorked === 0, 'the uncork')
    expect(cork.mock.calls.length).toBe(uncork.mock.calls.length)
    await relay.close()
  }))

it('changes nothing where they can’t be found', () => {
  const send = vi.fn()
  const conn = { transport: { send } } as unknown as EngineSocket
  expect(webSocketOf(conn)).toBeUndefined()
  expect(netSocketOf(undefined)).toBeUndefined()
  expect(corkSends(conn)).toBe(false)
  expect(conn.transport.send).toBe(send)
})
