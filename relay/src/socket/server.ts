import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { isIP, type Socket as NetSocket } from 'node:net'
import { RELAY_PATH, relayParser } from '@hearth/shared/transport/relay-wire'
import { Server } from 'socket.io'
import { type Addresses, addressOf, isOwnAddress, type Place } from '../auth/addresses.ts'
import type { Doorkeeper } from '../auth/origins.ts'
import {
  CLOSE_GRACE_MS,
  LOGIN_PACKETS,
  MAX_SOCKET_MESSAGE,
  PING_ANSWER_MS,
  PING_EVERY_MS,
} from '../limits.ts'
import { corkSends } from './cork.ts'
import type { EngineSocket } from './raw.ts'
import { BoundedWebSocketServer } from './ws-engine.ts'

/** A connection before it is anybody: where it is, and how to say that it has logged in. */
export interface Caller {
  address: string
  /** The name of the relay by which it came. */
  name: string
  /** It came from this machine, not through a proxy. */
  direct: boolean
  /** It has logged in: its packets are no longer counted, and it is no visitor. */
  admitted(): void
}

/** What the socket side needs of the relay. */
export interface SocketNeeds {
  http: HttpServer
  addresses: Addresses
  loginMs: number
  /** Behind a proxy, the last address it names in X-Forwarded-For is the caller’s; who sends none came without it. */
  trustProxy: boolean
  door(): Doorkeeper | undefined
}

/** The address that a proxy says it was called from: the last, since callers can write the others. */
const forwarded = (request: IncomingMessage): string | undefined => {
  const header = request.headers['x-forwarded-for']
  const list = Array.isArray(header) ? header.join(',') : header
  return list?.split(',').at(-1)?.trim()
}

/** Proxies say that they are one; a page can set none of these on a WebSocket. */
const isForwarded = ({ headers }: IncomingMessage): boolean =>
  ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'via'].some(
    (name) => headers[name] !== undefined,
  )

/** What a connection through a trusted proxy is counted under: never as this machine’s own, which has no such limits. */
const forwardedAddress = (request: IncomingMessage): string => {
  const said = forwarded(request)
  if (said === undefined) return addressOf(request.socket.remoteAddress)
  const address = isIP(said) === 0 ? 'unknown' : addressOf(said)
  return isOwnAddress(address) ? `proxied ${address}` : address
}

/** The WebSocket side of a relay. */
export interface SocketServer {
  readonly io: Server
  caller(conn: EngineSocket): Caller
  /** Waits until those who were told to go have been told, and stops. */
  close(): Promise<void>
}

/** Opens the WebSocket side, and counts who is there before anything is read from them. */
export const createSocketServer = (needs: SocketNeeds): SocketServer => {
  const places = new WeakMap<NetSocket, { address: string; place: Place }>()
  const callers = new WeakMap<EngineSocket, Caller>()
  const open = new Set<EngineSocket>()

  const enter = (socket: NetSocket, address: string): boolean => {
    const place = needs.addresses.enter(address)
    if (!place) return false
    places.set(socket, { address, place })
    socket.once('close', () => place.left())
    return true
  }
  if (!needs.trustProxy) {
    needs.http.on('connection', (socket: NetSocket) => {
      if (!enter(socket, addressOf(socket.remoteAddress))) socket.destroy()
    })
  }

  const io = new Server({
    path: RELAY_PATH,
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    parser: relayParser,
    wsEngine: BoundedWebSocketServer,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: MAX_SOCKET_MESSAGE,
    connectTimeout: needs.loginMs,
    pingInterval: PING_EVERY_MS,
    pingTimeout: PING_ANSWER_MS,
    cookie: false,
    allowEIO3: false,
    allowRequest: (request, answer) => {
      const door = needs.door()
      const fits = door?.name(request.headers.host) && door.origin(request.headers.origin)
      if (!fits) return answer('not for you', false)
      const counted = !needs.trustProxy || enter(request.socket, forwardedAddress(request))
      answer(counted ? null : 'too many connections', counted)
    },
  })
  io.attach(needs.http)
  io.engine.on('connection', (conn: EngineSocket) => {
    const found = places.get(conn.request.socket)
    const name = needs.door()?.name(conn.request.headers.host) ?? ''
    const direct = isOwnAddress(addressOf(conn.request.socket.remoteAddress)) && !isForwarded(conn.request)
    // The request is not needed any more, and keeps several kilobytes per connection.
    conn.request = null as unknown as IncomingMessage
    corkSends(conn)
    let packets = 0
    const count = () => {
      if (++packets > LOGIN_PACKETS) conn.close(true)
    }
    conn.on('packet', count)
    const timer = setTimeout(() => conn.close(true), needs.loginMs * 2)
    open.add(conn)
    conn.once('close', () => {
      clearTimeout(timer)
      open.delete(conn)
    })
    callers.set(conn, {
      address: found?.address ?? '',
      name,
      direct,
      admitted: () => {
        clearTimeout(timer)
        conn.off('packet', count)
        found?.place.admitted()
      },
    })
  })
  const nobody: Caller = { address: '', name: '', direct: false, admitted: () => undefined }
  const empty = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, CLOSE_GRACE_MS)
      const check = (): void => {
        if (open.size > 0) return
        clearTimeout(timer)
        resolve()
      }
      for (const conn of open) conn.once('close', check)
      check()
    })
  return {
    io,
    caller: (conn) => callers.get(conn) ?? nobody,
    close: async () => {
      await empty()
      await io.close()
    },
  }
}
