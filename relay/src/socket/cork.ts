import { type EngineSocket, netSocketOf, webSocketOf } from './raw.ts'

/**
 * Gathers what a connection sends within one turn of the loop into one system call: half of a relay's time goes
 * into writing frames one by one (docs/performance.md). False, and nothing changed, where the TCP socket can't
 * be reached.
 */
export const corkSends = (conn: EngineSocket): boolean => {
  const net = netSocketOf(webSocketOf(conn))
  if (!net) return false
  const transport = conn.transport
  const send = transport.send.bind(transport)
  let corked = false
  const uncork = (): void => {
    corked = false
    net.uncork()
  }
  transport.send = (packets) => {
    if (!corked) {
      corked = true
      net.cork()
      process.nextTick(uncork)
    }
    send(packets)
  }
  return true
}
