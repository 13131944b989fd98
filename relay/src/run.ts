import { existsSync } from 'node:fs'
import { type Config, ConfigError, readConfig } from './config.ts'
import { HELP } from './help.ts'
import { jsonLog } from './log.ts'
import { type Relay, startRelay } from './relay.ts'
import { openStore } from './store/open.ts'
import { recoveringStore } from './store/recovering.ts'

/** What a process gives its program. */
export interface Surroundings {
  argv: readonly string[]
  env: Record<string, string | undefined>
  out(text: string): void
  err(text: string): void
  /** Resolves when the process is asked to stop. */
  stopped: Promise<void>
}

const listenProblem = (error: unknown, { host, port }: Config): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: stop what uses it, or set PORT.`
  if (code === 'EACCES') return `Port ${port} may not be used by this user: set PORT to 1024 or above.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${host}: set HOST.`
  return `The relay can't listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`
}

/** Runs a relay until it is asked to stop. Returns the exit code. */
export const run = async ({ argv, env, out, err, stopped }: Surroundings): Promise<number> => {
  if (argv.includes('--help') || argv.includes('-h')) {
    out(HELP)
    return 0
  }
  let config: Config
  try {
    if (argv.length > 0) throw new ConfigError(`There is no option ${argv[0]}. --help lists the settings.`)
    config = readConfig(env)
    if (config.webRoot && !existsSync(config.webRoot)) {
      throw new ConfigError(`RELAY_WEB_ROOT is no folder: ${config.webRoot}`)
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    err(`${error.message}\n`)
    return 2
  }
  const log = jsonLog(out)
  const store = recoveringStore(() => openStore(config), log)
  let relay: Relay
  try {
    relay = await startRelay({ ...config, store, log })
  } catch (error) {
    err(`${listenProblem(error, config)}\n`)
    await store.close()
    return 1
  }
  await stopped
  await relay.close()
  await store.close()
  return 0
}
