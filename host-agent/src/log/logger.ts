import { appendFileSync, chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { visible } from '@hearth/shared/session'
import { ensurePrivateDirectory } from '../identity/private-file.ts'
import { KEEP_LOGS, MAX_ENTRY, MAX_LOG_BYTES } from './limits.ts'

/** Where the host agent writes what happened. Never payloads, keys or links. */
export interface Logger {
  readonly file: string
  info(text: string): void
  warn(text: string): void
  error(text: string): void
}

type Level = 'info' | 'warn' | 'error'

/** The log file of a home. */
export const logFile = (home: string): string => join(home, 'logs', 'hearth.log')

/**
 * Writes JSON lines `{time, level, text}` to HEARTH_HOME/logs/hearth.log (0600), and begins a new file when it gets
 * large. A log that can't be written must not stop the host: it says so once, to `complain`.
 */
export const createLogger = (
  home: string,
  complain: (text: string) => void,
  now: () => number = Date.now,
): Logger => {
  const file = logFile(home)
  ensurePrivateDirectory(join(home, 'logs'))
  let size = existsSync(file) ? statSync(file).size : 0
  let broken = false
  const write = (level: Level, text: string): void => {
    const entry = { time: new Date(now()).toISOString(), level, text: visible(text).slice(0, MAX_ENTRY) }
    const line = `${JSON.stringify(entry)}\n`
    try {
      if (size > 0 && size + line.length > MAX_LOG_BYTES) {
        rotate(file)
        size = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      if (size === 0) chmodSync(file, 0o600)
      size += line.length
      broken = false
    } catch (error) {
      if (!broken)
        complain(`the log ${file} can’t be written (${error instanceof Error ? error.message : 'unknown'})`)
      broken = true
    }
  }
  return {
    file,
    info: (text) => write('info', text),
    warn: (text) => write('warn', text),
    error: (text) => write('error', text),
  }
}

const rotate = (file: string): void => {
  rmSync(`${file}.${KEEP_LOGS}`, { force: true })
  for (let n = KEEP_LOGS - 1; n >= 1; n--) {
    if (existsSync(`${file}.${n}`)) renameSync(`${file}.${n}`, `${file}.${n + 1}`)
  }
  renameSync(file, `${file}.1`)
}
