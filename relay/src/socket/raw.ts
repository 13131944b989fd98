import type { Socket as NetSocket } from 'node:net'
import type { Socket as ServerSocket } from 'socket.io'
import type { WebSocket } from 'ws'

/** engine.io's side of a connection: what socket.io hands out as `conn`. */
export type EngineSocket = ServerSocket['conn']

/**
 * The WebSocket under a connection. engine.io keeps it in a private field, so it may be gone after an update:
 * everything that uses it works without (raw.test.ts says which version has it).
 */
export const webSocketOf = (conn: EngineSocket): WebSocket | undefined => {
  const socket = (conn.transport as unknown as { socket?: WebSocket }).socket
  return typeof socket?.terminate === 'function' ? socket : undefined
}

/** The TCP socket under a WebSocket, which ws keeps in a private field. */
export const netSocketOf = (webSocket: WebSocket | undefined): NetSocket | undefined => {
  const socket = (webSocket as unknown as { _socket?: NetSocket } | undefined)?._socket
  return typeof socket?.cork === 'function' && typeof socket.uncork === 'function' ? socket : undefined
}
