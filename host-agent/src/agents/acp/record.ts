import { MAX_PROMPT_TEXT, type PromptContent } from '@hearth/shared/session'
import type { Draft, ForeignTurn, Recovered } from '../driver.ts'
import { ACP_RECORD_DRAFTS, ACP_RECORD_TEXT } from '../limits.ts'
import { textOf } from './content.ts'
import { fingerprintOf, type Place } from './keys.ts'
import { TurnMap } from './map.ts'
import type { Quirks } from './spec.ts'
import { AnyUpdate, Chunk, read } from './wire.ts'

/** A turn as an agent replays it: the person's words, and what came of them. */
type Replayed = { words: string; drafts: Draft[]; size: number; map: TurnMap; isStopped: boolean }

/** An agent's own record of a conversation, collected while it is replayed. The oldest turns give way to the newest. */
export class Replay {
  private readonly quirks: Quirks
  private readonly turns: Replayed[] = []
  private dropped = 0
  private before = ''
  private drafts = 0
  private text = 0
  private prompting: string | undefined

  constructor(quirks: Quirks) {
    this.quirks = quirks
  }

  hear(raw: unknown): void {
    const update = read(AnyUpdate, raw)
    if (update?.sessionUpdate === 'user_message_chunk') {
      const chunk = read(Chunk, update)
      this.prompted(textOf(chunk?.content), chunk?.messageId)
      return
    }
    const turn = this.turns.at(-1)
    if (turn === undefined) return
    for (const draft of turn.map.update(raw)) this.add(turn, draft)
  }

  /** Where the next prompt would stand. */
  place(): Place {
    const last = this.turns.at(-1)
    return {
      ordinal: this.dropped + this.turns.length,
      before: last === undefined ? this.before : fingerprintOf(last.words),
    }
  }

  /** What the record holds of the prompt at `place`. Its end is nowhere in ACP's record. */
  find(place: Place): Recovered {
    const index = place.ordinal - this.dropped
    const turn = this.turns[index]
    if (turn === undefined) return unreadable('The agent’s record does not show this prompt.')
    const previous = this.turns[index - 1]
    const before = previous === undefined ? this.before : fingerprintOf(previous.words)
    if (before !== place.before) return unreadable('The agent’s record has other prompts where this one was.')
    return { found: 'interrupted', drafts: turn.drafts }
  }

  /** `at` stands for all: ACP's record has no times. A turn that ended in words is taken to have ended by itself. */
  history(at: number): ForeignTurn[] {
    return this.turns.map((turn): ForeignTurn => {
      const last = turn.drafts.findLast(({ type }) => type === 'text' || type === 'tool')
      const isAnswered = last?.type === 'text' && last.kind === 'message'
      const own: ForeignTurn['how'] = isAnswered
        ? { outcome: 'completed', stopReason: 'end_turn' }
        : { outcome: 'unknown' }
      const how = turn.isStopped ? ({ outcome: 'cancelled' } as const) : own
      return { content: contentOf(turn.words), at, drafts: turn.drafts, how }
    })
  }

  /** A prompt that was cut short has nothing after it: only an id says that a chunk goes on with the one before. */
  private prompted(words: string, message: string | undefined): void {
    const stopped = this.quirks.interruption?.test(words) === true ? this.turns.at(-1) : undefined
    if (stopped !== undefined) {
      stopped.isStopped = true
      return
    }
    const open = message !== undefined && message === this.prompting ? this.turns.at(-1) : undefined
    this.prompting = message
    if (open === undefined) {
      const map = new TurnMap(this.quirks, () => null)
      this.turns.push({ words, drafts: [], size: words.length, map, isStopped: false })
    } else {
      open.words = (open.words + words).slice(0, MAX_PROMPT_TEXT)
      open.size += words.length
    }
    this.text += words.length
    this.trim()
  }

  private add(turn: Replayed, draft: Draft): void {
    const size = JSON.stringify(draft).length
    turn.drafts.push(draft)
    turn.size += size
    this.drafts += 1
    this.text += size
    this.trim()
  }

  private trim(): void {
    while (this.turns.length > 1 && (this.drafts > ACP_RECORD_DRAFTS || this.text > ACP_RECORD_TEXT)) {
      const oldest = this.turns.shift()
      if (oldest === undefined) return
      this.dropped += 1
      this.before = fingerprintOf(oldest.words)
      this.drafts -= oldest.drafts.length
      this.text -= oldest.size
    }
  }
}

const unreadable = (why: string): Recovered => ({ found: 'unreadable', why })

const contentOf = (words: string): PromptContent => [{ type: 'text', text: words.slice(0, MAX_PROMPT_TEXT) }]
