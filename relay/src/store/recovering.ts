import { STORE_RETRY_MAX_MS, STORE_RETRY_MS } from '../limits.ts'
import type { Log } from '../log.ts'
import { type RelayStore, StoreError } from './store.ts'

/**
 * A store that keeps trying to open another until it can. Meanwhile every method says why it can't: the relay
 * serves those it knows, and is not ready for more.
 */
export const recoveringStore = (open: () => Promise<RelayStore>, log: Log): RelayStore => {
  let store: RelayStore | undefined
  let trouble = new StoreError('unreachable', 'The database is being opened')
  let pause: number = STORE_RETRY_MS
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const attempt = async (): Promise<void> => {
    try {
      store = await open()
      if (closed) await store.close()
      else log.info('store.open')
    } catch (error) {
      trouble = error instanceof StoreError ? error : new StoreError('failed', String(error), error)
      log.error('store.trouble', { trouble: trouble.trouble, message: trouble.message, retryMs: pause })
      if (closed) return
      timer = setTimeout(() => {
        opening = attempt()
      }, pause)
      pause = Math.min(pause * 2, STORE_RETRY_MAX_MS)
    }
  }
  let opening: Promise<void> = attempt()

  const use = async <T>(work: (store: RelayStore) => Promise<T>): Promise<T> => {
    if (store) return work(store)
    throw trouble
  }
  return {
    ready: () => use((open) => open.ready()),
    register: (registration) => use((open) => open.register(registration)),
    replaceDevices: (room, devices) => use((open) => open.replaceDevices(room, devices)),
    admits: (room, device) => use((open) => open.admits(room, device)),
    forget: (before) => use((open) => open.forget(before)),
    close: async () => {
      closed = true
      clearTimeout(timer)
      await opening
      await store?.close()
    },
  }
}
