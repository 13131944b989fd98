import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, startRelay } from '@hearth/relay'
import { linkSuite } from '@hearth/shared/testing'
import { createSocketTransport, type Transport } from '@hearth/shared/transport'

type Party = 'host' | 'device'

/** A way through which both parties reach the relay; dials take turns, so that each connection has a known owner. */
const createWay = () => {
  const sockets: Record<Party, Set<Socket>> = { host: new Set(), device: new Set() }
  let owner: Party = 'host'
  let target = 0
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const own = sockets[owner]
    own.add(near)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
    near.on('close', () => own.delete(near))
  })
  const inTurn = <T>(party: Party, dial: () => Promise<T>): Promise<T> => {
    const next = turn.then(() => {
      owner = party
      return dial()
    })
    turn = next.catch(() => undefined)
    return next
  }
  return {
    through: (party: Party): Transport => {
      const transport = createSocketTransport()
      return {
        dialDevice: (options) => inTurn(party, () => transport.dialDevice(options)),
        dialHost: (options) => inTurn(party, () => transport.dialHost(options)),
      }
    },
    listen: () =>
      new Promise<number>((resolve) =>
        server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
      ),
    to: (port: number) => {
      target = port
    },
    cut: (party: Party) => {
      for (const socket of sockets[party]) socket.resetAndDestroy()
    },
    close: () => {
      for (const party of ['host', 'device'] as const) for (const socket of sockets[party]) socket.destroy()
      server.close()
    },
  }
}

linkSuite('the real relay', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hearth-link-'))
  const way = createWay()
  const origin = `http://127.0.0.1:${await way.listen()}`
  const store = await openStore({ dataDir })
  // Cuts by the dozen are this suite's business, floods are not: the relay's own tests hold its limits.
  const relay = await startRelay({
    store,
    publicOrigin: origin,
    limits: { framesPerSecond: 1e6, frameBurst: 1e6 },
  })
  way.to(relay.port)
  return {
    origin,
    deviceOrigin: origin,
    host: way.through('host'),
    device: way.through('device'),
    cut: () => way.cut('device'),
    close: async () => {
      way.close()
      await relay.close()
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
})
