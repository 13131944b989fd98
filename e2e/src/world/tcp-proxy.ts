import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A loopback TCP proxy that can cut, hold and delay what passes: a bad network on demand. */
export interface TcpProxy {
  readonly port: number
  /** Resets every connection that is open now, except the first `spare` that were ever made; returns how many. */
  cut(spare?: number): number
  /** Accepts and passes nothing on from now on, without closing anything: a silent black hole. */
  blackhole(on: boolean): void
  /** Refuses new connections from now on (open ones stay). */
  refuse(on: boolean): void
  /** Holds each direction of the connections made from now on so long, in ms. */
  slow(ms: number): void
  /** How many connections were ever made. */
  readonly connections: number
  /** Bytes that the newest connection has received from the target. */
  readonly bytesToLast: number
  close(): Promise<void>
}

/** Starts a proxy to `port` on loopback. */
export const startTcpProxy = async (target: number): Promise<TcpProxy> => {
  const pairs = new Map<readonly [Socket, Socket], number>()
  let hole = false
  let refusing = false
  let total = 0
  let bytesToLast = 0
  let delay = 0

  const pass = (from: Socket, to: Socket, delayMs: number) => {
    from.on('data', (chunk) => {
      if (hole) return
      if (delayMs === 0) to.write(chunk)
      else setTimeout(() => to.writable && to.write(chunk), delayMs)
    })
    from.on('end', () => setTimeout(() => to.end(), delayMs))
    from.on('error', () => to.destroy())
  }
  const server = createServer((near) => {
    if (refusing) {
      near.resetAndDestroy()
      return
    }
    total++
    near.setNoDelay(true)
    const far = connect(target, '127.0.0.1')
    far.setNoDelay(true)
    const pair = [near, far] as const
    pairs.set(pair, total)
    for (const socket of pair) socket.once('close', () => pairs.delete(pair))
    pass(near, far, delay)
    pass(far, near, delay)
    bytesToLast = 0
    const number = total
    far.on('data', (chunk) => {
      if (number === total) bytesToLast += chunk.length
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const cut = (spare = 0) => {
    const open = [...pairs].filter(([, number]) => number > spare).map(([pair]) => pair)
    for (const [near, far] of open) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    return open.length
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    blackhole: (on) => {
      hole = on
    },
    refuse: (on) => {
      refusing = on
    },
    get bytesToLast() {
      return bytesToLast
    },
    slow: (ms) => {
      delay = ms
    },
    get connections() {
      return total
    },
    close: async () => {
      cut()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
