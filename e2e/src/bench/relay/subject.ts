import { openStore, startRelay } from '@hearth/relay'
import { WebSocketServer } from 'ws'

/** A process under test: `relay` is ours, `ws` a bare server that forwards the first socket's messages to all others. */
const endless = {
  framesPerSecond: 1e9,
  frameBurst: 1e9,
  socketsPerKey: 1e6,
  visitorsPerAddress: 1e6,
  socketsPerAddress: 1e6,
}

const startSubject = async (kind: string, folder: string): Promise<number> => {
  if (kind === 'relay') {
    const store = await openStore({ dataDir: folder })
    return (await startRelay({ store, limits: endless })).port
  }
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  server.on('connection', (socket) => {
    socket.on('message', (message, isBinary) => {
      for (const other of server.clients) if (other !== socket) other.send(message, { binary: isBinary })
    })
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as { port: number }).port
}

const [kind = 'relay', folder = '.'] = process.argv.slice(2)
const port = await startSubject(kind, folder)
process.stdout.write(`${JSON.stringify({ port })}\n`)
process.on('message', (what) => {
  if (what === 'gc') globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system, rss: process.memoryUsage.rss() })
})
