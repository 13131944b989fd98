import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Log, openStore, type Relay, startRelay } from '@hearth/relay'
import { HearthError } from '@hearth/shared/protocol'
import { ensurePrivateDirectory } from '../../identity/private-file.ts'
import type { Logger } from '../../log/logger.ts'
import { MORE_PORTS } from '../limits.ts'

/** Where the relay of one's own listens by default. */
const DEFAULT_PORT = 4870

/** The built web app, where there is one. */
const webRoot = (): string | undefined => {
  const folder = fileURLToPath(new URL('../../../../extension/.output/web', import.meta.url))
  return existsSync(join(folder, 'index.html')) ? folder : undefined
}

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

/**
 * Starts a relay of one's own on loopback. With `port` null it takes the default port or one of the next ones; a port
 * that was asked for, or that paired devices know, is taken or nothing is.
 * @throws {HearthError} `relay.port_in_use`
 */
export const startOwnRelay = async (home: string, port: number | null, logger: Logger): Promise<Relay> => {
  const dataDir = join(home, 'relay')
  ensurePrivateDirectory(dataDir)
  const store = await openStore({ dataDir })
  const root = webRoot()
  const options = { store, log: logOf(logger), ...(root === undefined ? {} : { webRoot: root }) }
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
