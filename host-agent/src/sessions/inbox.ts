import { createHash, randomBytes } from 'node:crypto'
import { HearthError } from '@hearth/shared/protocol'
import { type Delivery, type PromptContent, promptText, type Turn } from '@hearth/shared/session'
import { MAX_QUEUED_PROMPTS, TITLE_MAX } from '../limits.ts'
import type { PromptRow, TurnRows } from '../store/turn-rows.ts'
import type { Change } from './ledger.ts'
import { turnCount } from './summary.ts'

/** A prompt as it comes in. */
export interface Incoming {
  readonly id: string
  readonly content: PromptContent
  readonly by: string
  /** The session's agent by default. */
  readonly agent?: string
  readonly delivery?: Delivery
  readonly undigested?: boolean
}

const hashOf = (content: PromptContent): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex')

/** A session without a title takes the first line of its first prompt. */
const titleOf = (content: PromptContent): string => {
  const line = promptText(content)
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '')
  return [...(line ?? '')].slice(0, TITLE_MAX).join('')
}

/**
 * Where prompts of all sessions come in: a durable first-in-first-out queue for each, exactly once by the prompt's id.
 * The methods run inside a change of the session's ledger.
 */
export class Inbox {
  readonly #turns: TurnRows
  readonly #now: () => number
  /** Admitted in a batch that is not durable yet. */
  readonly #pending = new Map<string, PromptRow>()

  constructor(turns: TurnRows, now: () => number) {
    this.#turns = turns
    this.#now = now
  }

  /**
   * Admits a prompt; the same prompt again gives the same turn, also when it has long ended.
   * @throws HearthError `host.prompt_conflict`, `host.queue_full`
   */
  admit(change: Change, session: number, prompt: Incoming): number {
    const { id, content } = prompt
    const hash = hashOf(content)
    const known = this.#pending.get(id) ?? this.#turns.prompt(id)
    if (known !== null) {
      if (known.session === session && known.hash === hash) return known.turn
      throw new HearthError('host.prompt_conflict')
    }
    if (change.state.title === '' && turnCount(change.state) === 0)
      change.emit({ type: 'session.changed', at: this.#now(), title: titleOf(content) })
    return this.#enter(change, { ...prompt, session, hash, retryOf: null })
  }

  /**
   * Admits the content of a turn once more, as a new turn of the same agent. Doing it twice gives the same turn.
   * @throws HearthError `host.queue_full`
   */
  retry(change: Change, session: number, turn: Turn, by: string): number {
    const pending = [...this.#pending.values()].find(
      (row) => row.session === session && row.retryOf === turn.n,
    )
    const already = pending?.turn ?? this.#turns.retryOf(session, turn.n)
    if (already !== null) return already
    const { content, undigested } = turn.prompt
    const { agent, n } = turn
    const id = randomBytes(16).toString('hex')
    const prompt = { id, content, undigested, agent, by }
    return this.#enter(change, { ...prompt, session, hash: hashOf(content), retryOf: n })
  }

  #enter(
    change: Change,
    entry: Incoming & { session: number; hash: string; retryOf: number | null },
  ): number {
    if (change.state.queued.length >= MAX_QUEUED_PROMPTS) throw new HearthError('host.queue_full')
    const { id, content, by, session, hash, retryOf, delivery, undigested } = entry
    const turn = turnCount(change.state) + 1
    const row: PromptRow = { id, session, turn, hash, retryOf }
    change.emit({
      type: 'prompt.admitted',
      at: this.#now(),
      turn,
      prompt: id,
      content,
      agent: entry.agent ?? change.state.agent,
      ...(delivery === 'steer' && { delivery }),
      ...(undigested === true && { undigested }),
      by,
      ...(retryOf !== null && { retryOf }),
    })
    change.row(() => this.#turns.insertPrompt(row))
    this.#pending.set(id, row)
    change.done(() => this.#pending.delete(id))
    return turn
  }
}
