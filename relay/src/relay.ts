import type { AddressInfo } from 'node:net'
import { Close } from '@hearth/shared/protocol/close'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport/extension-origin'
import { Addresses } from './auth/addresses.ts'
import { NextChallenges } from './auth/challenges.ts'
import { type Doorkeeper, doorkeeper, isLoopback } from './auth/origins.ts'
import { type Reception, Visitor } from './auth/visitor.ts'
import { createApp } from './http/app.ts'
import { DEFAULT_LIMITS, FORGET_EVERY_MS, type RelayLimits, ROOM_LIFE_MS } from './limits.ts'
import { type Log, silentLog } from './log.ts'
import { Courier } from './push/courier.ts'
import { PUSH_SERVICES } from './push/services.ts'
import { Rooms } from './rooms/rooms.ts'
import { createSocketServer } from './socket/server.ts'
import type { RelayStore } from './store/store.ts'

/** How to run a relay. */
export interface RelayOptions {
  /** Address to listen on; loopback by default. */
  host?: string
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number
  /** Where rooms are kept. The caller opens it, and closes it after the relay. */
  store: RelayStore
  /** Origins of pages and extensions that may connect, besides the relay’s own and Hearth’s extension; programs need none. */
  origins?: readonly string[]
  /** Folder of the web app’s files; without it a text says what this is. */
  webRoot?: string
  log?: Log
  /** The relay’s address as clients know it, signed at each login; by default what it listens on. */
  publicOrigin?: string
  /** Other names by which proxies in front of it make it known. A login is for the name by which it came. */
  names?: readonly string[]
  /** Lets hosts in only from this machine, by its own name and not through a proxy, so that strangers can’t meet here. */
  ownHostsOnly?: boolean
  /** True behind a proxy that sets X-Forwarded-For. */
  trustProxy?: boolean
  limits?: Partial<RelayLimits>
  /** The push services to which pushes are passed on (docs/relay.md, `RELAY_PUSH_HOSTS`); those of the browsers by default. */
  pushServices?: readonly string[]
  /** The clock in ms, for tests. */
  now?: () => number
}

/** A relay that runs. */
export interface Relay {
  /** Its first name: its address as clients know it. */
  readonly url: string
  /** All its names, the first first. */
  readonly names: readonly string[]
  /** The port that it listens on. */
  readonly port: number
  /** Says goodbye to everybody and stops listening. */
  close(): Promise<void>
}

/** Starts a relay. @throws Error with `code` EADDRINUSE or EACCES when it can’t listen there */
export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { store, host = '127.0.0.1', port = 0, log = silentLog, now = Date.now } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const addresses = new Addresses(limits)
  const next = new NextChallenges()
  let door: Doorkeeper | undefined

  const app = await createApp({ store, webRoot: options.webRoot, door: () => door })
  const sockets = createSocketServer({
    http: app.server,
    addresses,
    loginMs: limits.loginMs,
    trustProxy: options.trustProxy ?? false,
    door: () => door,
  })
  const courier = new Courier({ services: options.pushServices ?? PUSH_SERVICES, log, now })
  const rooms = new Rooms({ store, next, addresses, limits, courier, log, now })
  sockets.io.on('connection', (socket) => {
    const caller = sockets.caller(socket.conn)
    const reception: Reception = {
      origin: caller.name,
      // Not every proxy says that it is one; it is called by another name than this machine’s all the same.
      takesHosts: options.ownHostsOnly !== true || (caller.direct && isLoopback(caller.name)),
      next,
      limits,
      now,
      admit: async (wire, login) => {
        await rooms.admit(wire, login)
        caller.admitted()
      },
    }
    new Visitor(socket, caller.address, reception)
  })

  await app.listen({ host, port })
  const bound = app.server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  const publicOrigin = new URL(options.publicOrigin ?? `http://${name}:${bound.port}`).origin
  const others = (options.names ?? []).map((other) => new URL(other).origin)
  const names = [publicOrigin, ...others] as const
  const origins = [CHROME_EXTENSION_ORIGIN, ...(options.origins ?? [])]
  door = doorkeeper({ names: [...names], port: bound.port, origins })
  log.info('relay.listening', { url: publicOrigin, names: names.length, host, port: bound.port })

  const forget = async (): Promise<void> => {
    const rooms = await store.forget(now() - ROOM_LIFE_MS).catch(() => 0)
    if (rooms > 0) log.info('store.forgot', { rooms })
  }
  const timer = setInterval(() => void forget(), FORGET_EVERY_MS)
  timer.unref()

  const close = async (): Promise<void> => {
    clearInterval(timer)
    courier.close()
    rooms.closeAll({ code: Close.goingAway, reason: 'the relay is shutting down' })
    await sockets.close()
    await app.close()
    log.info('relay.closed')
  }
  let closing: Promise<void> | undefined
  return {
    url: publicOrigin,
    names,
    port: bound.port,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
