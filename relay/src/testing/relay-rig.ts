import { type Relay, type RelayOptions, startRelay } from '../relay.ts'
import { openSqlite } from '../store/sqlite.ts'

/** A relay on a free loopback port with a store in memory; `close` closes both. */
export const relayRig = async (options: Partial<RelayOptions> = {}): Promise<Relay> => {
  const store = options.store ?? openSqlite(':memory:')
  const relay = await startRelay({ ...options, store })
  return {
    ...relay,
    close: async () => {
      await relay.close()
      await store.close()
    },
  }
}
