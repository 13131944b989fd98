import type { FollowUpdate } from '@hearth/shared/link'
import {
  type Block,
  isSettled,
  promptText,
  type SessionEvent,
  type SessionState,
  type Turn,
} from '@hearth/shared/session'
import type { Output } from '../output.ts'
import { indent, safeLine, safeText } from './escape.ts'

const endOf = (outcome: string, joined: Turn['joined']): string =>
  joined === null ? outcome : `joined turn ${joined.turn}`

/** Writes a session as it grows: the answer's text as it comes, one line a tool, requests and ends marked. */
export class TranscriptPrinter {
  readonly #out: Output
  /** The block whose text is being written, as `turn/block`. */
  #open: string | null = null
  readonly #tools = new Map<string, string>()

  constructor(out: Output) {
    this.#out = out
  }

  take(update: FollowUpdate): void {
    if (update.type === 'snapshot') this.#whole(update.state)
    else if (update.type === 'events') for (const event of update.events) this.#event(event)
  }

  /** Ends a line of text that is under way. */
  rest(): void {
    if (this.#open !== null) this.#out.line()
    this.#open = null
  }

  #whole(state: SessionState): void {
    if (state.earlier > 0) this.#line(`(${state.earlier} earlier turns)`)
    for (const turn of state.settled) this.turn(turn)
    if (state.current !== null) this.turn(state.current)
    for (const turn of state.queued) this.#line(`turn ${turn.n} is ${turn.state}`)
  }

  /** A turn as a whole. */
  turn(turn: Turn): void {
    this.#line(`> ${safeText(promptText(turn.prompt.content))}`)
    const blocks = [...turn.blocks, ...turn.open].sort((a, b) => a.n - b.n)
    for (const block of blocks) this.#block(turn.n, block)
    if (isSettled(turn.state))
      this.#line(
        `turn ${turn.n} ${endOf(turn.state, turn.joined)}${turn.error === null ? '' : `: ${safeLine(turn.error.message)}`}`,
      )
  }

  #block(turn: number, block: Block): void {
    if (block.type === 'message' || block.type === 'thought')
      this.#text(turn, block.n, block.type, block.text)
    else if (block.type === 'tool') this.#tool(`${turn}/${block.n}`, block.title || block.call, block.status)
  }

  #event(event: SessionEvent): void {
    switch (event.type) {
      case 'prompt.admitted':
        return this.#line(`> ${safeText(promptText(event.content))}`)
      case 'text':
        return this.#text(event.turn, event.block, event.kind, event.text)
      case 'tool':
        return this.#tool(`${event.turn}/${event.block}`, event.title ?? '', event.status ?? 'in_progress')
      case 'request.opened':
        return this.#line(`request ${event.request}: ${safeLine(event.title)}`)
      case 'request.settled':
        return this.#line(`request ${event.request} ${event.outcome}`)
      case 'notice':
        return this.#line(`${event.level}: ${safeLine(event.text)} (${safeLine(event.code)})`)
      case 'turn.settled':
        return this.#line(
          `turn ${event.turn} ${endOf(event.outcome, event.joined ?? null)}${event.error === undefined ? '' : `: ${safeLine(event.error.message)} (${safeLine(event.error.code)})`}`,
        )
      case 'turn.attached':
        return this.#memory(event)
      case 'turn.stopping':
        return this.#line(`turn ${event.turn} is being stopped (${event.step})`)
      case 'turn.quiet':
        return this.#line(`turn ${event.turn}: no news from its agent (it says: ${event.status})`)
      case 'prompt.edited':
        return this.#line(`turn ${event.turn} was changed: ${safeText(promptText(event.content))}`)
      default:
        return
    }
  }

  #memory({ turn, memory, digest }: Extract<SessionEvent, { type: 'turn.attached' }>): void {
    if (memory === 'warm' && digest === undefined) return
    const told = digest === undefined ? '' : `, told of turns ${digest.from} to ${digest.to}`
    this.#line(`turn ${turn}: its agent’s memory is ${memory}${told}`)
  }

  #text(turn: number, block: number, kind: 'message' | 'thought', text: string): void {
    const key = `${turn}/${block}`
    if (this.#open !== key) {
      this.rest()
      if (kind === 'thought') this.#out.raw('(thinks) ')
    }
    this.#open = key
    this.#out.raw(safeText(text))
  }

  #tool(key: string, title: string, status: string): void {
    const known = this.#tools.get(key) ?? ''
    const name = title === '' ? known.split('|')[0] : title
    const line = `${name ?? ''}|${status}`
    if (line === known) return
    this.#tools.set(key, line)
    this.#line(`- ${safeLine(name ?? '')} [${status}]`)
  }

  #line(text: string): void {
    this.rest()
    this.#out.line(text.includes('\n') ? indent(text, '  ').trimStart() : text)
  }
}
