import { type ServerOptions, WebSocketServer } from 'ws'
import { CLOSE_GRACE_MS, MAX_CHUNKS, MAX_FRAGMENTS } from '../limits.ts'

/** ws with the bounds that engine.io does not pass on: pieces of a message, no answers to pings, short goodbyes. */
export class BoundedWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    const bounds = {
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_CHUNKS,
      autoPong: false,
      closeTimeout: CLOSE_GRACE_MS,
    }
    super({ ...options, ...bounds } as ServerOptions)
  }
}
