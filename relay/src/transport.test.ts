import { transportSuite } from '@hearth/shared/testing'
import { createSocketTransport } from '@hearth/shared/transport'
import { startRelay } from './relay.ts'
import { openSqlite } from './store/sqlite.ts'
import { openProxy } from './testing/proxy.ts'

transportSuite('socket.io, through a relay on loopback', async () => {
  const proxy = await openProxy()
  const store = openSqlite(':memory:')
  const origin = `http://127.0.0.1:${proxy.port}`
  const relay = await startRelay({ store, publicOrigin: origin })
  proxy.to(relay.port)
  return {
    origin,
    party: createSocketTransport,
    wired: async (dial) => {
      const line = await dial()
      return [line, proxy.youngest()]
    },
    close: async () => {
      await relay.close()
      await store.close()
      await proxy.close()
    },
  }
})
