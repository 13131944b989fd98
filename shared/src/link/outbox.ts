import { type Down, fromWireError, HearthError, type Up } from '../protocol/index.ts'
import { promptSize } from '../session/index.ts'
import { Cell, type Watched } from './cell.ts'
import { MAX_OUTBOX, MAX_OUTBOX_BYTES } from './limits.ts'
import type { OutboxEntry, OutboxStorage } from './outbox-storage.ts'

/** How a prompt left the outbox. */
export type PromptOutcome =
  | { readonly state: 'admitted'; readonly turn: number }
  | { readonly state: 'refused'; readonly error: HearthError }

const sizeOf = (entry: OutboxEntry): number =>
  2 * (promptSize(entry.content).text + promptSize(entry.content).images)

/**
 * Prompts on their way to the host. Each is durable before anything is sent, is sent again with every new channel,
 * and leaves only by the host's `admitted` or `refused`; the host's idempotence makes it exactly once.
 */
export class Outbox {
  readonly #storage: OutboxStorage
  readonly #entries = new Cell<readonly OutboxEntry[]>([])
  readonly #waiting = new Map<string, Set<(outcome: PromptOutcome) => void>>()
  /** Not durable yet: must not be sent. */
  readonly #appending = new Set<string>()
  /** May have reached the host, in this run or an earlier one. */
  readonly #tried: Set<string>
  /** Sent in the present channel. */
  readonly #sent = new Set<string>()
  #send: ((prompt: Up) => void) | undefined

  private constructor(storage: OutboxStorage, entries: readonly OutboxEntry[]) {
    this.#storage = storage
    this.#entries.set(entries)
    this.#tried = new Set(entries.map(({ id }) => id))
  }

  /** Reads what was left by an earlier run. @throws {HearthError} `outbox.store` */
  static async open(storage: OutboxStorage): Promise<Outbox> {
    return new Outbox(storage, await stored(storage.list()))
  }

  /** Prompts that were not admitted yet, oldest first. */
  get entries(): Watched<readonly OutboxEntry[]> {
    return this.#entries
  }

  /** Keeps a prompt and sends it as soon as there is a channel. @throws {HearthError} `outbox.full`, `outbox.store` */
  async add(entry: OutboxEntry): Promise<void> {
    const entries = this.#entries.value
    if (entries.some(({ id }) => id === entry.id)) return
    const bytes = entries.reduce((sum, each) => sum + sizeOf(each), sizeOf(entry))
    if (entries.length >= MAX_OUTBOX || bytes > MAX_OUTBOX_BYTES) throw new HearthError('outbox.full')
    this.#appending.add(entry.id)
    this.#entries.set([...entries, entry])
    try {
      await stored(this.#storage.append(entry))
    } catch (error) {
      this.#drop(entry.id)
      throw error
    } finally {
      this.#appending.delete(entry.id)
    }
    this.#flush()
  }

  /**
   * Takes over prompts of another run that are in the storage already: however many there are, and, as that run may
   * have sent them, without a way to take them back.
   */
  adopt(orphans: readonly OutboxEntry[]): void {
    const entries = this.#entries.value
    const fresh = orphans.filter((orphan) => entries.every(({ id }) => id !== orphan.id))
    for (const { id } of fresh) this.#tried.add(id)
    this.#entries.set([...entries, ...fresh])
    this.#flush()
  }

  /** Takes back a prompt; false when it is not here any more or may have reached the host. */
  async cancel(id: string): Promise<boolean> {
    if (this.#tried.has(id) || !this.#entries.value.some((entry) => entry.id === id)) return false
    this.#drop(id)
    await stored(this.#storage.remove(id))
    return true
  }

  /** Calls `done` once when the host has said what became of the prompt. The function returned ends that. */
  onOutcome(id: string, done: (outcome: PromptOutcome) => void): () => void {
    const waiting = this.#waiting.get(id) ?? new Set()
    this.#waiting.set(id, waiting.add(done))
    return () => {
      waiting.delete(done)
      if (waiting.size === 0) this.#waiting.delete(id)
    }
  }

  /** A channel opened: everything is sent again, in order. */
  connect(send: (prompt: Up) => void): void {
    this.#send = send
    this.#sent.clear()
    this.#flush()
  }

  disconnect(): void {
    this.#send = undefined
  }

  /** The host's word about a prompt. A removal that fails is harmless: the prompt is sent and admitted again. */
  async receive(message: Extract<Down, { t: 'admitted' | 'refused' }>): Promise<void> {
    const { id } = message
    this.#drop(id)
    const outcome: PromptOutcome =
      message.t === 'admitted'
        ? { state: 'admitted', turn: message.turn }
        : { state: 'refused', error: fromWireError(message.error) }
    for (const done of this.#waiting.get(id) ?? []) done(outcome)
    this.#waiting.delete(id)
    await stored(this.#storage.remove(id))
  }

  #flush(): void {
    for (const { id, session, content, manner } of this.#entries.value) {
      if (this.#send === undefined) return
      if (this.#sent.has(id) || this.#appending.has(id)) continue
      this.#sent.add(id)
      this.#tried.add(id)
      this.#send({ t: 'prompt', id, session, content, ...manner })
    }
  }

  #drop(id: string): void {
    this.#entries.set(this.#entries.value.filter((entry) => entry.id !== id))
  }
}

const stored = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (cause) {
    throw cause instanceof HearthError ? cause : new HearthError('outbox.store', undefined, { cause })
  }
}
