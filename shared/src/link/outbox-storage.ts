import type { PromptContent, PromptManner } from '../session/index.ts'

/** A prompt that the host has not admitted yet, as a device keeps it. */
export interface OutboxEntry {
  /** The prompt's id: makes it exactly once, however often it is sent. */
  readonly id: string
  readonly session: string
  readonly content: PromptContent
  readonly manner?: PromptManner
  /** Device clock, ms. */
  readonly createdAt: number
}

/** Where an outbox keeps its prompts. `append` resolves when the entry would survive a crash. */
export interface OutboxStorage {
  /** All entries in the order in which they were appended. */
  list(): Promise<OutboxEntry[]>
  append(entry: OutboxEntry): Promise<void>
  /** Removing what is not there is harmless. */
  remove(id: string): Promise<void>
}

/** A storage that lives as long as the program: for tests, and where nothing durable exists. */
export const memoryOutbox = (): OutboxStorage => {
  const entries = new Map<string, OutboxEntry>()
  return {
    list: async () => [...entries.values()],
    append: async (entry) => void entries.set(entry.id, entry),
    remove: async (id) => void entries.delete(id),
  }
}
