import { createServer } from 'node:net'

/** A TCP port of 127.0.0.1 that was free a moment ago. A new one each time: reused ports leave dead keep-alive sockets. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
