import type { AddressInfo } from 'node:net'
import { Close } from '@hearth/shared/protocol/close'
import { Addresses } from './auth/addresses.ts'
import { NextChallenges } from './auth/challenges.ts'
import { type Doorkeeper, doorkeeper } from './auth/origins.ts'
import { type Reception, Visitor } from './auth/visitor.ts'
import { createApp } from './http/app.ts'
import { DEFAULT_LIMITS, FORGET_EVERY_MS, type RelayLimits, ROOM_LIFE_MS } from './limits.ts'
import { type Log, silentLog } from './log.ts'
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
  /** Origins of pages and extensions that may connect, besides the relay’s own; programs need none. */
  origins?: readonly string[]
  /** Folder of the web app’s files; without it a text says what this is. */
  webRoot?: string
  log?: Log
  /** The relay’s address as clients know it, signed at each login; by default what it listens on. */
  publicOrigin?: string
  /** True behind a proxy that sets X-Forwarded-For. */
  trustProxy?: boolean
  limits?: Partial<RelayLimits>
  /** The clock in ms, for tests. */
  now?: () => number
}

/** A relay that runs. */
export interface Relay {
  /** Its address as clients know it. */
  readonly url: string
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
  let publicOrigin = options.publicOrigin ?? ''

  const app = await createApp({
    store,
    webRoot: options.webRoot,
    door: () => door,
    publicOrigin: () => publicOrigin || 'http://127.0.0.1',
  })
  const sockets = createSocketServer({
    http: app.server,
    addresses,
    loginMs: limits.loginMs,
    trustProxy: options.trustProxy ?? false,
    door: () => door,
  })
  const rooms = new Rooms({ store, next, addresses, limits, log, now })
  sockets.io.on('connection', (socket) => {
    const caller = sockets.caller(socket.conn)
    const reception: Reception = {
      publicOrigin,
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
  publicOrigin = new URL(options.publicOrigin ?? `http://${name}:${bound.port}`).origin
  door = doorkeeper(publicOrigin, bound.port, options.origins ?? [])
  log.info('relay.listening', { url: publicOrigin, host, port: bound.port })

  const forget = async (): Promise<void> => {
    const rooms = await store.forget(now() - ROOM_LIFE_MS).catch(() => 0)
    if (rooms > 0) log.info('store.forgot', { rooms })
  }
  const timer = setInterval(() => void forget(), FORGET_EVERY_MS)
  timer.unref()

  const close = async (): Promise<void> => {
    clearInterval(timer)
    rooms.closeAll({ code: Close.goingAway, reason: 'the relay is shutting down' })
    await sockets.close()
    await app.close()
    log.info('relay.closed')
  }
  let closing: Promise<void> | undefined
  return {
    url: publicOrigin,
    port: bound.port,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
