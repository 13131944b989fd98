import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { isPushService, PUSH_SERVICES } from './push/services.ts'

/** What the relay’s own process is told by its environment. */
export interface Config {
  host: string
  port: number
  publicOrigin: string
  origins: readonly string[]
  trustProxy: boolean
  dataDir: string
  databaseUrl?: string
  webRoot?: string
  pushServices: readonly string[]
}

/** A setting that can’t be used; the message names it and says what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const DEFAULT_PORT = 4870
const LOOPBACK = new Set(['127.0.0.1', '::1'])

const httpOrigin = (name: string, value: string): string => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const fits = url && /^https?:$/.test(url.protocol) && value.replace(/\/$/, '') === url.origin
  if (!fits) throw new ConfigError(`${name} must be an origin such as https://relay.example, not “${value}”.`)
  return url.origin
}

/** Pages’ origins are https:, http: or an extension’s, whose own scheme has no origin for URL. */
const pageOrigin = (value: string): string =>
  /^[a-z-]+-extension:\/\/[A-Za-z0-9-]+$/.test(value) ? value : httpOrigin('RELAY_ORIGINS', value)

const portOf = (value: string): number => {
  const port = Number(value)
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port
  throw new ConfigError(`PORT must be a number from 0 to 65535, not “${value}”.`)
}

const databaseOf = (value: string | undefined): { databaseUrl?: string } => {
  if (!value) return {}
  // The value itself is never repeated: it holds a password.
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return { databaseUrl: value }
  throw new ConfigError('DATABASE_URL must begin with postgres:// or postgresql://; unset it for a file.')
}

const yes = (name: string, value: string | undefined): boolean => {
  if (value === undefined || value === '' || value === '0') return false
  if (value === '1') return true
  throw new ConfigError(`${name} must be 1 or 0, not “${value}”.`)
}

/**
 * Reads the list of push services: names, `*.` and a name, or whole origins; `default` stands for those of the browsers
 * and `none` for nobody. @throws {ConfigError}
 */
export const readPushServices = (value: string | undefined): readonly string[] => {
  const entries = (value || 'default').split(/[\s,]+/).filter(Boolean)
  return entries.flatMap((entry) => {
    if (entry === 'default') return PUSH_SERVICES
    if (entry === 'none') return []
    if (isPushService(entry)) return [entry]
    throw new ConfigError(
      `RELAY_PUSH_HOSTS must hold names such as push.example or *.push.example, or https origins, not “${entry}”.`,
    )
  })
}

/** Reads the settings. @throws {ConfigError} */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  const host = !env.HOST || env.HOST === 'localhost' ? '127.0.0.1' : env.HOST
  const port = portOf(env.PORT || String(DEFAULT_PORT))
  if (!env.RELAY_ORIGIN && !LOOPBACK.has(host)) {
    throw new ConfigError(
      `RELAY_ORIGIN is missing: on ${host} the relay must know its public address, such as https://relay.example.`,
    )
  }
  const name = host.includes(':') ? `[${host}]` : host
  const stateHome = env.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return {
    host,
    port,
    publicOrigin: httpOrigin('RELAY_ORIGIN', env.RELAY_ORIGIN || `http://${name}:${port}`),
    origins: (env.RELAY_ORIGINS ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(pageOrigin),
    trustProxy: yes('RELAY_TRUST_PROXY', env.RELAY_TRUST_PROXY),
    dataDir: resolve(env.RELAY_DATA || join(stateHome, 'hearth-relay')),
    pushServices: readPushServices(env.RELAY_PUSH_HOSTS),
    ...databaseOf(env.DATABASE_URL),
    ...(env.RELAY_WEB_ROOT ? { webRoot: resolve(env.RELAY_WEB_ROOT) } : {}),
  }
}
