import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { LISTS_PAUSE_MS } from '../limits.ts'
import type { After } from '../process/idle.ts'
import { type Lists, readLists } from './lists.ts'

type CatalogueSpec = {
  ask<T>(run: (client: OpencodeClient) => Promise<T>): Promise<T>
  /** Is a server up? None is started because of an event that an earlier one sent. */
  isUp(): boolean
  after: After
  log(line: string): void
}

type Entry = { lists: Lists | null; reading: Promise<void> | null; readonly listeners: Set<() => void> }

/**
 * What opencode offers, by directory: read when a session opens, and again a while after opencode said that
 * something changed. Only directories with a session are kept.
 */
export class Catalogue {
  private readonly spec: CatalogueSpec
  private readonly entries = new Map<string, Entry>()
  private callOff: (() => void) | null = null

  constructor(spec: CatalogueSpec) {
    this.spec = spec
  }

  lists(directory: string): Lists | null {
    return this.entries.get(directory)?.lists ?? null
  }

  /** Keeps a directory's lists, and calls back when they change, until the given function is called. */
  follow(directory: string, listener: () => void): () => void {
    const entry = this.entries.get(directory) ?? { lists: null, reading: null, listeners: new Set() }
    this.entries.set(directory, entry)
    entry.listeners.add(listener)
    return () => {
      entry.listeners.delete(listener)
      if (entry.listeners.size === 0 && this.entries.get(directory) === entry) this.entries.delete(directory)
    }
  }

  /** Reads a directory's lists where that has not been done. What can't be read is logged, and tried again next time. */
  async load(directory: string): Promise<void> {
    const entry = this.entries.get(directory)
    if (entry !== undefined && entry.lists === null) await this.read(directory, entry)
  }

  /** opencode says that something changed; it says so in bursts of dozens. */
  changed(): void {
    this.callOff?.()
    this.callOff = this.spec.after(LISTS_PAUSE_MS, () => {
      this.callOff = null
      if (!this.spec.isUp()) return
      for (const [directory, entry] of this.entries) void this.read(directory, entry)
    })
  }

  stop(): void {
    this.callOff?.()
    this.callOff = null
  }

  private read(directory: string, entry: Entry): Promise<void> {
    entry.reading ??= this.readOnce(directory, entry).finally(() => {
      entry.reading = null
    })
    return entry.reading
  }

  private async readOnce(directory: string, entry: Entry): Promise<void> {
    try {
      const lists = await this.spec.ask((client) => readLists(client, directory))
      if (JSON.stringify(lists) === JSON.stringify(entry.lists)) return
      entry.lists = lists
      for (const listener of [...entry.listeners]) listener()
    } catch (error) {
      this.spec.log(`what opencode offers could not be read: ${String(error)}`)
    }
  }
}
