import { join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { withOlder } from '../../agents/catalog/change-settings.ts'
import { readSettings, writeSettings } from '../../agents/catalog/read-settings.ts'
import { AgentSettings } from '../../agents/catalog/settings.ts'
import { readPrivateFile, writePrivateFile } from '../../identity/private-file.ts'
import { MAX_CONFIG } from '../limits.ts'

const Config = v.strictObject({
  v: v.literal(1),
  /** Origin of the relay to use; null runs one here. */
  relay: v.nullable(v.string()),
  /** Port of the relay that runs here, once chosen: paired devices know it by that. */
  port: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535))),
  /** The name that a proxy in front of the relay that runs here gives it. */
  public: v.optional(v.nullable(v.string())),
  /** Whom push services are told to ask about this host: mailto: or https:. */
  contact: v.optional(v.nullable(v.string())),
  /** Where settings of agents stood before agents.json; taken over from here. */
  agents: v.optional(v.record(v.string(), AgentSettings)),
})
/** What stands in HEARTH_HOME/config.json. */
export type Config = v.InferOutput<typeof Config>

const fileOf = (home: string): string => join(home, 'config.json')

/** Reads the configuration; defaults where there is none. @throws {HearthError} `input.invalid`, `keys.*` */
export const readConfig = (home: string): Config => {
  const path = fileOf(home)
  const bytes = readPrivateFile(path, MAX_CONFIG)
  if (bytes === null) return { v: 1, relay: null, port: null }
  try {
    return v.parse(Config, JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch (cause) {
    throw new HearthError(
      'input.invalid',
      `${path} is not a configuration of this version. Nothing was changed; correct it or move it away.`,
      { cause },
    )
  }
}

/** Stores the configuration. @throws {HearthError} `keys.write` */
export const writeConfig = (home: string, config: Config): void =>
  writePrivateFile(fileOf(home), new TextEncoder().encode(`${JSON.stringify(config, null, 1)}\n`), false)

/**
 * Moves settings of agents from config.json, where they stood once, to agents.json; what that says already stays. While
 * agents.json can't be read, both stay as they are.
 * @throws {HearthError} `input.invalid`, `keys.*`
 */
export const migrateAgents = (home: string): void => {
  const { agents, ...config } = readConfig(home)
  if (agents === undefined) return
  const read = readSettings(home)
  if ('error' in read) return
  if (Object.keys(agents).length > 0) writeSettings(home, withOlder(read.settings, agents))
  writeConfig(home, config)
}
