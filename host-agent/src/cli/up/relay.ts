import { join } from 'node:path'
import { ConfigError, type Log, openStore, type Relay, readPushServices, startRelay } from '@hearth/relay'
import { HearthError } from '@hearth/shared/protocol'
import { ensurePrivateDirectory } from '../../identity/private-file.ts'
import type { Logger } from '../../log/logger.ts'
import { MORE_PORTS } from '../limits.ts'
import { findFaces } from './faces.ts'

/** Where the relay of one's own listens by default. */
const DEFAULT_PORT = 4870

const logOf = (logger: Logger): Log => {
  const text = (event: string, fields: object = {}) => `${event} ${JSON.stringify(fields)}`
  return {
    info: (event, fields) => logger.info(text(event, fields)),
    warn: (event, fields) => logger.warn(text(event, fields)),
    error: (event, fields) => logger.error(text(event, fields)),
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')

/** How the relay of one's own is to be. */
export interface OwnRelayPlan {
  readonly home: string
  /** The port that was asked for, or that paired devices know; null takes the default one or one of the next. */
  readonly port: number | null
  /** The name that a proxy in front of it gives it. */
  readonly public: string | null
  /** RELAY_PUSH_HOSTS, as for a relay that runs by itself. */
  readonly pushHosts: string | undefined
}

const pushServicesOf = (hosts: string | undefined): readonly string[] => {
  try {
    return readPushServices(hosts)
  } catch (error) {
    throw error instanceof ConfigError ? new HearthError('input.invalid', error.message) : error
  }
}

/**
 * Starts a relay of one's own on loopback, for hosts of this machine only.
 * @throws {HearthError} `relay.port_in_use`, `input.invalid`
 */
export const startOwnRelay = async (plan: OwnRelayPlan, logger: Logger): Promise<Relay> => {
  const { home, port } = plan
  const pushServices = pushServicesOf(plan.pushHosts)
  const dataDir = join(home, 'relay', 'own')
  ensurePrivateDirectory(dataDir)
  const store = await openStore({ dataDir })
  const root = findFaces().web
  const proxied = plan.public === null ? {} : { names: [plan.public], trustProxy: true }
  const web = root === null ? {} : { webRoot: root }
  const options = { store, log: logOf(logger), ownHostsOnly: true, pushServices, ...proxied, ...web }
  const ports = port === null ? Array.from({ length: 1 + MORE_PORTS }, (_, n) => DEFAULT_PORT + n) : [port]
  for (const candidate of ports) {
    try {
      const relay = await startRelay({ ...options, port: candidate })
      return {
        ...relay,
        close: async () => {
          await relay.close()
          await store.close()
        },
      }
    } catch (error) {
      if (isTaken(error)) continue
      await store.close()
      throw error
    }
  }
  await store.close()
  const which = port === null ? `${DEFAULT_PORT} to ${DEFAULT_PORT + MORE_PORTS}` : String(port)
  throw new HearthError(
    'relay.port_in_use',
    `Port ${which} is in use by another program. Stop it, or choose another port with --port (paired devices then pair again).`,
  )
}
