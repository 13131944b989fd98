import { createHash } from 'node:crypto'
import { EventBody, type ToolContent } from '@hearth/shared/session'
import * as v from 'valibot'
import type { Draft } from '../agents/driver.ts'
import {
  KEY_MAX,
  LINE_MAX,
  TEXT_EVENT_MAX,
  TOOL_ITEMS_MAX,
  TOOL_TEXT_MAX,
  TURN_MAX_BLOCKS,
} from '../limits.ts'
import { clipLine, clipText, splitText } from './text.ts'

/** Gives the pieces of one turn their block numbers, in the order of appearance. */
export class Blocks {
  readonly #numbers: Map<string, number>
  #next: number
  readonly #added: (n: number, key: string) => void

  /** `added` is called for each new block, with the key under which it will be found after a crash. */
  constructor(known: Map<string, number>, added: (n: number, key: string) => void) {
    this.#numbers = new Map(known)
    this.#next = Math.max(-1, ...known.values()) + 1
    this.#added = added
  }

  /** The newest block; null before the first. */
  get last(): number | null {
    return this.#next === 0 ? null : this.#next - 1
  }

  find(key: string): number | undefined {
    return this.#numbers.get(shortKey(key))
  }

  /** The block's number; null when the turn has as many blocks as a turn may have. */
  number(key: string): number | null {
    const known = this.find(key)
    if (known !== undefined) return known
    if (this.#next >= TURN_MAX_BLOCKS) return null
    const short = shortKey(key)
    this.#numbers.set(short, this.#next)
    this.#added(this.#next, short)
    return this.#next++
  }
}

const shortKey = (key: string): string =>
  key.length <= KEY_MAX ? key : createHash('sha256').update(key).digest('hex')

/** The key of the block that a draft belongs to; null when it belongs to none. */
export const blockKey = (draft: Draft): string | null => {
  switch (draft.type) {
    case 'text':
    case 'raw':
      return `b:${draft.block}`
    case 'tool':
      return `t:${draft.call}`
    default:
      return null
  }
}

/** What a tool shows, within `TOOL_TEXT_MAX` for all of it together. */
const clipContent = (all: readonly ToolContent[]): ToolContent[] => {
  let room = TOOL_TEXT_MAX
  return all.slice(0, TOOL_ITEMS_MAX).map((content) => {
    const text = clipText(content.type === 'text' ? content.text : content.diff, room)
    room = Math.max(0, room - text.length)
    if (content.type === 'text') return { type: 'text', text }
    return { type: 'diff', path: clipLine(content.path, LINE_MAX), diff: text }
  })
}

const toolBody = (
  draft: Extract<Draft, { type: 'tool' }>,
  turn: number,
  block: number,
  at: number,
): EventBody => ({
  type: 'tool',
  at,
  turn,
  block,
  call: clipLine(draft.call, LINE_MAX),
  ...(draft.parent !== undefined && { parent: clipLine(draft.parent, LINE_MAX) }),
  ...(draft.title !== undefined && { title: clipLine(draft.title, LINE_MAX) }),
  ...(draft.kind !== undefined && { kind: draft.kind }),
  ...(draft.status !== undefined && { status: draft.status }),
  ...(draft.input !== undefined && { input: clipText(draft.input, TOOL_TEXT_MAX) }),
  ...(draft.content !== undefined && { content: clipContent(draft.content) }),
  ...(draft.locations !== undefined && {
    locations: draft.locations
      .slice(0, TOOL_ITEMS_MAX)
      .map((location) => ({ ...location, path: clipLine(location.path, LINE_MAX) })),
  }),
})

/**
 * The events that a draft becomes: none where the turn has no room for another block, several for a long text.
 * What is not an event after all (a driver passed on what the agent made up) becomes a notice: in the log it could
 * never be read again.
 */
export const draftBodies = (draft: Draft, turn: number, at: number, blocks: Blocks): EventBody[] =>
  bodiesOf(draft, turn, at, blocks).map((body) => (isEvent(body) ? body : malformed(body.type, turn, at)))

// The hot one has nothing that a driver could get wrong.
const isEvent = (body: EventBody): boolean => body.type === 'text' || v.is(EventBody, body)

const malformed = (what: string, turn: number, at: number): EventBody => ({
  type: 'notice',
  at,
  turn,
  level: 'warning',
  code: 'agent.malformed',
  text: `The agent sent something (${what}) that can’t be shown.`,
})

const bodiesOf = (draft: Draft, turn: number, at: number, blocks: Blocks): EventBody[] => {
  const key = blockKey(draft)
  const block = key === null ? 0 : blocks.number(key)
  if (block === null) return []
  switch (draft.type) {
    case 'text':
      return splitText(draft.text, TEXT_EVENT_MAX).map((text) => ({
        type: 'text',
        turn,
        block,
        kind: draft.kind,
        text,
      }))
    case 'tool':
      return [toolBody(draft, turn, block, at)]
    case 'plan':
      return [
        {
          type: 'plan',
          at,
          turn,
          entries: draft.entries
            .slice(0, TOOL_ITEMS_MAX)
            .map((entry) => ({ ...entry, content: clipLine(entry.content, LINE_MAX) })),
        },
      ]
    case 'usage':
      return [{ type: 'usage', at, turn, usage: draft.usage }]
    case 'notice': {
      const { level, code, text } = draft
      return [
        {
          type: 'notice',
          at,
          turn,
          level,
          code: clipLine(code, LINE_MAX),
          text: clipText(text, TOOL_TEXT_MAX),
        },
      ]
    }
    case 'raw':
      return [
        {
          type: 'raw',
          at,
          turn,
          block,
          source: clipLine(draft.source, LINE_MAX),
          detail: clipText(draft.detail, TOOL_TEXT_MAX),
        },
      ]
  }
}
