import type { Draft } from '../agents/driver.ts'
import { PACE_BURST, PACE_HOLD_MS, PACE_PER_SECOND, PACE_UNWATCHED_MS, TEXT_EVENT_MAX } from '../limits.ts'
import type { Clock } from './clock.ts'
import { splitText, wholeText } from './text.ts'

type TextDraft = Extract<Draft, { type: 'text' }>
type ToolDraft = Extract<Draft, { type: 'tool' }>

/**
 * Credit for events: `PACE_PER_SECOND` a second, at most `PACE_BURST` saved up. One for a session, so that a new turn
 * starts with what is left.
 */
export class Credit {
  readonly #clock: Clock
  #credit = PACE_BURST
  #at: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#at = clock.now()
  }

  take(): boolean {
    const now = this.#clock.now()
    const earned = (Math.max(0, now - this.#at) * PACE_PER_SECOND) / 1000
    this.#credit = Math.min(PACE_BURST, this.#credit + earned)
    this.#at = now
    if (this.#credit < 1) return false
    this.#credit -= 1
    return true
  }

  /** Takes one even where there is none: a boundary never waits, but what follows it does. */
  spend(): void {
    if (!this.take()) this.#credit -= 1
  }
}

/**
 * Brings a turn's drafts to a pace that devices can follow: at once while there is credit, else held for at most
 * `PACE_HOLD_MS` (`PACE_UNWATCHED_MS` while nobody watches) and merged with what follows in the same block or tool
 * call. Nothing is reordered. The first text of a turn, a tool's change of status, and every other draft go at once,
 * after what was held.
 */
export class Pacer {
  readonly #emit: (draft: Draft) => void
  readonly #clock: Clock
  readonly #credit: Credit
  readonly #watched: () => boolean
  #held: TextDraft | ToolDraft | null = null
  #halves = new Map<string, string>()
  #statuses = new Map<string, ToolDraft['status']>()
  #cancelTimer: (() => void) | null = null
  #first = true

  constructor(parts: { emit: (draft: Draft) => void; clock: Clock; credit: Credit; watched: () => boolean }) {
    this.#emit = parts.emit
    this.#clock = parts.clock
    this.#credit = parts.credit
    this.#watched = parts.watched
  }

  push(draft: Draft): void {
    if (draft.type === 'text') this.#text(draft)
    else if (draft.type === 'tool' && !this.#changesStatus(draft)) this.#hold(draft)
    else {
      this.flush()
      this.#credit.spend()
      this.#emit(draft)
    }
  }

  /** Sends what is held: before a boundary, and when somebody starts to watch. */
  flush(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
    const held = this.#held
    this.#held = null
    if (held === null) return
    if (held.type === 'tool') return this.#emit(held)
    this.#first = false
    for (const text of splitText(held.text)) this.#emit({ ...held, text })
  }

  /** The turn ends: sends everything, half characters included. */
  end(): void {
    this.flush()
    this.#halves.clear()
    this.#statuses.clear()
  }

  #text(draft: TextDraft): void {
    const { whole, half } = wholeText((this.#halves.get(draft.block) ?? '') + draft.text)
    if (half === '') this.#halves.delete(draft.block)
    else this.#halves.set(draft.block, half)
    if (whole !== '') this.#hold({ ...draft, text: whole })
  }

  /** A new tool call, or one whose status is not what it was. */
  #changesStatus(draft: ToolDraft): boolean {
    const known = this.#statuses.has(draft.call)
    const changes = !known || (draft.status !== undefined && draft.status !== this.#statuses.get(draft.call))
    if (changes) this.#statuses.set(draft.call, draft.status ?? this.#statuses.get(draft.call))
    return changes
  }

  #hold(draft: TextDraft | ToolDraft): void {
    const merged = this.#held === null ? null : merge(this.#held, draft)
    if (this.#held !== null && merged === null) this.flush()
    this.#held = merged ?? draft
    const { type } = this.#held
    const isDue = type === 'text' && (this.#first || this.#held.text.length >= TEXT_EVENT_MAX)
    if (isDue || (this.#watched() && this.#credit.take())) this.flush()
    else this.#wait()
  }

  #wait(): void {
    if (this.#cancelTimer !== null) return
    this.#cancelTimer = this.#clock.after(this.#watched() ? PACE_HOLD_MS : PACE_UNWATCHED_MS, () => {
      this.#cancelTimer = null
      this.#credit.spend()
      this.flush()
    })
  }
}

/** Two drafts as one, or null where they belong to different things. */
const merge = (a: TextDraft | ToolDraft, b: TextDraft | ToolDraft): TextDraft | ToolDraft | null => {
  if (a.type === 'text' && b.type === 'text')
    return a.block === b.block && a.kind === b.kind ? { ...a, text: a.text + b.text } : null
  return a.type === 'tool' && b.type === 'tool' && a.call === b.call ? { ...a, ...defined(b) } : null
}

const defined = (draft: ToolDraft): ToolDraft =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as ToolDraft
