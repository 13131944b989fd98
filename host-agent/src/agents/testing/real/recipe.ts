import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** The real agents that tests can drive over ACP. */
export type RealAgentId = 'opencode' | 'codex' | 'codex-new' | 'claude' | 'gemini' | 'qwen' | 'pi'

/** How to start an agent: `env` is all that it gets, nothing is inherited. */
export type Launch = { command: string; args: string[]; env: Record<string, string> }

/** How one real agent is started in a world of its own, with the scripted model as its only model. */
export type Recipe = {
  id: RealAgentId
  /** The mode in which it asks before it acts, set after `session/new`; null where it asks from the start. */
  askingMode: string | null
  /** False for an agent that never asks, whatever it does. */
  asks: boolean
  /**
   * Writes the agent's own settings below `home` (an existing, empty folder) and says how to start it.
   * `modelUrl` is the scripted model's, without `/v1`. Throws when the agent is not installed.
   */
  prepare(home: string, modelUrl: string): Launch
}

/** What every agent gets: a home, and folders below it for all that XDG names. No agent reads beyond them. */
export function baseEnvironment(home: string, programs: readonly string[] = []): Record<string, string> {
  const folders = {
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_RUNTIME_DIR: join(home, '.run'),
    TMPDIR: join(home, '.tmp'),
  }
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = [...programs, dirname(process.execPath), ...SYSTEM_PATH].join(delimiter)
  return { PATH: path, LANG: 'C.UTF-8', HOME: home, ...folders }
}

/** Where agents find a shell and git. */
const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin']

/** Writes one of an agent's own files, with the folders above it. */
export function writeSettings(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
}
