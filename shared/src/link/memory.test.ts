import { createMemoryRelay, linkSuite } from '../testing/index.ts'

linkSuite('memory', async () => {
  const relay = createMemoryRelay()
  return {
    origin: relay.origin,
    deviceOrigin: relay.origin,
    host: relay.transport,
    device: relay.transport,
    cut: () => void relay.cut(({ role }) => role === 'device'),
    close: async () => void relay.cut(),
  }
})
