import type { Host } from '../host/compose.ts'
import { RELAY_LOOK_MS, RELAY_WAIT_MS } from './limits.ts'

/**
 * Waits until the host is connected to the relay of that name, RELAY_WAIT_MS at most. It does not say whether it is then: what needs
 * the relay says why it can't have it.
 */
export const awaitRelay = async (host: Pick<Host, 'status'>, origin: string): Promise<void> => {
  const end = Date.now() + RELAY_WAIT_MS
  const connected = () =>
    host.status().relays.some((relay) => relay.names.includes(origin) && relay.state === 'connected')
  while (!connected() && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, RELAY_LOOK_MS))
  }
}
