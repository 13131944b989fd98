import { HearthError, type PushBody } from '@hearth/shared/protocol'
import { readBody } from './body.ts'
import { type DecisionEnd, decideFrom, type HostChannel } from './decide.ts'
import { DONE_MS, OVER_MS, SENDING_MS } from './limits.ts'
import {
  decidable,
  lateNotice,
  type Notice,
  type NoticeAction,
  type NoticeMeans,
  noticeOf,
  type Place,
  testNotice,
  turnNotice,
  unreadNotice,
} from './notice.ts'
import { nextSlotState, type Slot, type SlotChoice, type SlotEvent, slotTag } from './slot.ts'
import { goneWords, notice as words } from './words.ts'

/** Where notifications are shown and kept: a browser's, by tag. */
export interface Shelf {
  readonly means: NoticeMeans
  show(notice: Notice): Promise<void>
  /** The slot of a notification that is shown; null for none. */
  read(tag: string): Promise<Slot | null>
  /** All slots that are shown. */
  all(): Promise<readonly Slot[]>
  close(tag: string): Promise<void>
}

/** What the desk works with. */
export interface NoticeDeskParts {
  readonly shelf: Shelf
  readonly clock: { now(): number; after(ms: number, run: () => void): () => void }
  /** Lends a link to a host for as long as the work takes. @throws {HearthError} */
  withHost<T>(host: string, work: (channel: HostChannel) => Promise<T>): Promise<T>
  /** SHA-512 in hex. */
  hashOf(bytes: Uint8Array): string
  /** A request waits, or no longer does: for whoever counts them. */
  noted?(tag: string, waits: boolean): Promise<void>
  /** Is it on a focused screen of this browser? */
  isSeen(asked: { readonly host: string; readonly request: string }): Promise<boolean>
  /** Brings a window of the app there. */
  open(place: Place): Promise<void>
  /** A test push has come. */
  tested(test: { readonly host: string; readonly nonce: string }): void
  /** What a person calls a host. */
  nameOf(host: string): Promise<string>
}

type Body<K extends PushBody['kind']> = Extract<PushBody, { kind: K }>

/**
 * Everything that is done with notifications, whichever browser shows them: what is pushed gets its place, a press is
 * taken through to the host, and each request has one slot that says how it stands. Nothing shows as done before the
 * host's receipt.
 */
export class NoticeDesk {
  readonly #parts: NoticeDeskParts
  /** Requests that are being decided here and now, by tag. */
  readonly #deciding = new Set<string>()

  constructor(parts: NoticeDeskParts) {
    this.#parts = parts
  }

  /** A push, decrypted by the browser. Resolves when what it means is shown. */
  async push(text: string): Promise<void> {
    await this.tidy()
    const body = readBody(text)
    if (body === null) return this.#parts.shelf.show(unreadNotice())
    switch (body.kind) {
      case 'request':
        return this.ask(body)
      case 'gone':
        if (!(await this.gone(body))) await this.#late(body)
        return
      case 'turn':
        return this.#parts.shelf.show(turnNotice(body))
      case 'test':
        return this.#test(body)
    }
  }

  /** A request that waits, however this device heard of it. */
  async ask(body: Body<'request'>): Promise<void> {
    const tag = slotTag(body.host, body.request)
    await this.#parts.noted?.(tag, true)
    if (await this.#parts.isSeen(body)) return
    const kept = await this.#parts.shelf.read(tag)
    if (kept !== null && nextSlotState(kept.state, 'ask') !== 'asks') return
    await this.#put({ v: 1, state: 'asks', body, choice: null, note: null, at: this.#parts.clock.now() })
  }

  /** It no longer waits: says so in its slot without a sound, then takes that away. False when it has none. */
  async gone({ host, request, how }: Pick<Body<'gone'>, 'host' | 'request' | 'how'>): Promise<boolean> {
    const tag = slotTag(host, request)
    await this.#parts.noted?.(tag, false)
    const kept = await this.#parts.shelf.read(tag)
    if (kept === null) return false
    await this.#move(kept, 'gone', { note: goneWords(how) })
    return true
  }

  /** Of all that is shown of a host, what was answered while nobody here listened. `howOf`: null for what waits. */
  async sweep(host: string, howOf: (request: string) => string | null): Promise<void> {
    for (const { body } of await this.#parts.shelf.all()) {
      const how = body.host === host ? howOf(body.request) : null
      if (how !== null) await this.gone({ host, request: body.request, how })
    }
  }

  /** Shows what is no request. */
  tell(shown: Notice): Promise<void> {
    return this.#parts.shelf.show(shown)
  }

  /** A press on a notification; `action` null on its body. Resolves when the outcome is shown. */
  async press(tag: string, action: NoticeAction | null, place: Place): Promise<void> {
    const slot = await this.#parts.shelf.read(tag)
    const isChoice = action === 'allow' || action === 'deny'
    if (slot === null || !isChoice) {
      await this.#parts.shelf.close(tag)
      return this.#parts.open(slot === null ? place : { host: slot.body.host, request: slot.body.request })
    }
    // What was shown with buttons is what may be decided; whoever presses what was not shown gets the card.
    if (!decidable(slot.body, { actions: 2 }))
      return this.#parts.open({ host: slot.body.host, request: slot.body.request })
    await this.#decide(tag, slot, action)
  }

  /** Decisions that a browser cut off with their worker say so, and what was over goes. */
  async tidy(): Promise<void> {
    const now = this.#parts.clock.now()
    for (const slot of await this.#parts.shelf.all()) {
      const tag = slotTag(slot.body.host, slot.body.request)
      if (this.#deciding.has(tag)) continue
      if (slot.state === 'sending' && now - slot.at > SENDING_MS)
        await this.#move(slot, 'fail', { note: words.unsure })
      else if (leavesAfter(slot) !== null && now - slot.at > (leavesAfter(slot) ?? 0))
        await this.#parts.shelf.close(tag)
    }
  }

  async #decide(tag: string, slot: Slot, choice: SlotChoice): Promise<void> {
    if (this.#deciding.has(tag) || nextSlotState(slot.state, 'press') === slot.state) return
    this.#deciding.add(tag)
    try {
      const sending = await this.#move(slot, 'press', { choice, note: null })
      const { event, note } = await this.#end(slot, choice)
      if (event === 'applied' || event === 'elsewhere') await this.#parts.noted?.(tag, false)
      await this.#move(sending, event, { note })
    } finally {
      this.#deciding.delete(tag)
    }
  }

  async #end({ body }: Slot, choice: SlotChoice): Promise<DecisionEnd> {
    const { withHost, hashOf } = this.#parts
    try {
      return await withHost(body.host, (channel) => decideFrom(body, choice, channel, hashOf))
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      return { event: 'fail', note: error.message }
    }
  }

  /** Its slot was put away by hand; still the browser wants to see something for each push. */
  async #late({ host, request, how }: Body<'gone'>): Promise<void> {
    const shown = lateNotice(host, request, how)
    await this.#parts.shelf.show(shown)
    this.#closeAfter(shown.tag, OVER_MS)
  }

  async #test({ host, nonce }: Body<'test'>): Promise<void> {
    this.#parts.tested({ host, nonce })
    const shown = testNotice(host, await this.#parts.nameOf(host))
    await this.#parts.shelf.show(shown)
    this.#closeAfter(shown.tag, DONE_MS)
  }

  async #move(slot: Slot, event: SlotEvent, change: Partial<Pick<Slot, 'choice' | 'note'>>): Promise<Slot> {
    const state = nextSlotState(slot.state, event)
    if (state === slot.state) return slot
    const next: Slot = { ...slot, ...change, state, at: this.#parts.clock.now() }
    await this.#put(next)
    return next
  }

  async #put(slot: Slot): Promise<void> {
    const shown = noticeOf(slot, this.#parts.shelf.means)
    await this.#parts.shelf.show(shown)
    const ms = leavesAfter(slot)
    if (ms !== null) this.#closeAfter(shown.tag, ms, slot)
  }

  /** By the best effort of a worker that may be gone by then; `tidy` does what is left. */
  #closeAfter(tag: string, ms: number, slot: Slot | null = null): void {
    const { clock, shelf } = this.#parts
    const close = async (): Promise<void> => {
      const now = await shelf.read(tag)
      if (slot === null || (now?.state === slot.state && now.at === slot.at)) await shelf.close(tag)
    }
    // A notification that can't be closed goes with the next sweep of whoever looks at it.
    clock.after(ms, () => void close().catch(() => undefined))
  }
}

/** For how long a slot that has nothing left to ask stays, ms; null while it has. */
const leavesAfter = ({ state }: Slot): number | null =>
  state === 'done' ? DONE_MS : state === 'over' ? OVER_MS : null
