import { HearthError } from '@hearth/shared/protocol'
import type { EventError } from '@hearth/shared/session'
import { type After, systemAfter } from '../process/idle.ts'
import { readSettings, settingsFile, writeSettings } from './read-settings.ts'
import { NO_SETTINGS, type Settings } from './settings.ts'
import { watchFile } from './settings-watch.ts'

/** A person's settings as they are now. A file that can't be read leaves what was read last in force. */
export class SettingsFile {
  private readonly home: string
  private readonly listeners = new Set<() => void>()
  private readonly endWatch: () => void
  private settings: Settings = NO_SETTINGS
  private fault: EventError | null = null

  /** `after`: tests bring their own clock. */
  constructor(home: string, after: After = systemAfter) {
    this.home = home
    this.read()
    this.endWatch = watchFile(settingsFile(home), () => this.reread(), after)
  }

  current(): Settings {
    return this.settings
  }

  /** What is wrong with the file, and where; null when it is in force. */
  error(): EventError | null {
    return this.fault
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /**
   * Changes the file, starting from what it says now.
   * @throws {HearthError} `agent.config` when it can't be read: nothing is overwritten then; `keys.write`
   */
  change(how: (settings: Settings) => Settings): void {
    const read = readSettings(this.home)
    if ('error' in read)
      throw new HearthError('agent.config', `${read.error.message} Correct it first; nothing was changed.`)
    writeSettings(this.home, how(read.settings))
    this.reread()
  }

  close(): void {
    this.endWatch()
    this.listeners.clear()
  }

  private reread(): void {
    const before = JSON.stringify([this.settings, this.fault])
    this.read()
    if (JSON.stringify([this.settings, this.fault]) === before) return
    for (const listener of [...this.listeners]) listener()
  }

  private read(): void {
    const read = readSettings(this.home)
    if ('error' in read) this.fault = read.error
    else {
      this.settings = read.settings
      this.fault = null
    }
  }
}
