import { type ServerOptions, WebSocketServer } from 'ws'
import { MAX_CHUNKS, MAX_FRAGMENTS } from '../limits.ts'

/** ws with the bounds that engine.io does not pass on: pieces of a message, and no answers to pings. */
export class BoundedWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    const bounds = { maxFragments: MAX_FRAGMENTS, maxBufferedChunks: MAX_CHUNKS, autoPong: false }
    super({ ...options, ...bounds } as ServerOptions)
  }
}
