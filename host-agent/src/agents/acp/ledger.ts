import type { PromptContent } from '@hearth/shared/session'
import type { Draft, Recovered, Settlement } from '../driver.ts'
import { ACP_ENDS_KEPT } from '../limits.ts'
import { fingerprint, isJoinKey, mintJoinKey, mintKey, type Place, placeOf } from './keys.ts'
import { Recent } from './recent.ts'
import type { Replay } from './record.ts'

/** What is known of the prompts of one agent session: those of this life by what we saw, earlier ones by the agent's record. */
export class Ledger {
  private readonly minted = new Recent<true>(ACP_ENDS_KEPT)
  /** Those of this life that the agent may have. */
  private readonly given = new Recent<true>(ACP_ENDS_KEPT)
  private readonly ends = new Recent<Settlement>(ACP_ENDS_KEPT)
  private place: Place | null = { ordinal: 0, before: '' }
  /** As it was replayed at the opening, until the first prompt makes it old. */
  private record: Replay | null = null

  mintKey(): string {
    const key = mintKey(this.place)
    this.minted.set(key, true)
    return key
  }

  /**
   * A key for a prompt that is to join a running turn. Where it will stand in the agent's record can't be told: that
   * turn's own prompt stands where the next one would.
   */
  mintJoinKey(): string {
    const key = mintJoinKey()
    this.minted.set(key, true)
    return key
  }

  /** The agent has not got this one after all. */
  free(key: string): void {
    this.given.delete(key)
    this.minted.set(key, true)
  }

  /** A prompt was given to a running turn; where those after it will stand is not known any more. */
  joining(key: string): void {
    this.minted.delete(key)
    this.given.set(key, true)
  }

  /** The agent has taken in a prompt beside those that are turns. */
  joined(): void {
    this.place = null
  }

  /** Was this key minted in this life, and not sent yet? */
  isFresh(key: string): boolean {
    return this.minted.has(key)
  }

  /** The session was taken up again; null where nothing was replayed, so that nothing of it can be found. */
  loaded(replay: Replay | null): void {
    this.record = replay
    this.place = replay?.place() ?? null
  }

  sent(key: string): void {
    this.minted.delete(key)
    this.given.set(key, true)
    this.record = null
  }

  settled(key: string, content: PromptContent, how: Settlement): void {
    this.ends.set(key, how)
    if (this.place !== null) this.place = { ordinal: this.place.ordinal + 1, before: fingerprint(content) }
  }

  async recover(key: string, readRecord: () => Promise<Replay>): Promise<Recovered> {
    if (this.minted.has(key)) return { found: 'absent' }
    const place = placeOf(key)
    if (place === null)
      return { found: 'unreadable', why: 'The agent’s record can’t be searched for this prompt.' }
    try {
      const found = (this.record ?? (await readRecord())).find(place)
      const how = this.ends.get(key)
      return found.found === 'interrupted' && how !== undefined && !isExit(how)
        ? { found: 'ended', drafts: found.drafts, how }
        : found
    } catch (error) {
      return { found: 'unreadable', why: error instanceof Error ? error.message : String(error) }
    }
  }

  /**
   * What to tell of a prompt that is sent again; null when it was never sent.
   * @throws when that can't be known
   */
  async repeat(
    key: string,
    readRecord: () => Promise<Replay>,
  ): Promise<{ drafts: readonly Draft[]; how: Settlement } | null> {
    // One that was to steer in an earlier life is sent as a turn only where it was given back: nobody has it.
    if (isJoinKey(key) && !this.given.has(key)) return null
    const record = await this.recover(key, readRecord)
    const how = this.ends.get(key)
    switch (record.found) {
      case 'absent':
        return null
      case 'unreadable':
        if (how === undefined) throw new Error(record.why)
        return { drafts: [], how }
      case 'ended':
        return record
      case 'interrupted':
        return { drafts: record.drafts, how: how ?? EXITED }
    }
  }
}

const isExit = (how: Settlement): boolean => how.outcome === 'failed' && how.error.code === EXITED.error.code

const EXITED = {
  outcome: 'failed',
  error: { code: 'agent.exited', message: 'The agent ended during this turn.' },
} as const satisfies Settlement
