import { dialDevice } from './socketio-device.ts'
import { dialHost } from './socketio-host.ts'
import { Tickets } from './tickets.ts'
import type { Transport } from './types.ts'

/**
 * The way over a real relay: socket.io on a WebSocket, in Node, a page or a service worker. Each transport keeps
 * in memory what makes its next dial a round trip shorter. It never reconnects by itself.
 */
export const createSocketTransport = (): Transport => {
  const tickets = new Tickets()
  return {
    dialDevice: (options) => dialDevice(options, tickets),
    dialHost: (options) => dialHost(options, tickets),
  }
}
