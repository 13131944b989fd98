import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Draft } from '../driver.ts'
import { TurnMap } from './map.ts'
import type { AnyPart } from './wire.ts'

const part = (more: Record<string, unknown>): AnyPart => ({
  id: 'prt_1',
  messageID: 'msg_1',
  sessionID: 'ses_1',
  type: 'text',
  ...more,
})
const said = (drafts: Draft[]) => drafts.map((draft) => (draft.type === 'text' ? draft.text : '')).join('')

describe('parts as drafts', () => {
  it('tells each character of a text once, however deltas, repeats, cuts and readings fall', () => {
    const piece = fc.string({ minLength: 1, maxLength: 4 })
    const happening = fc.constantFrom('delta', 'delta', 'repeat', 'cut', 'record')
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, happening), { maxLength: 30 }), (steps) => {
        const map = new TurnMap()
        const drafts = map.part(part({ text: '' }))
        let whole = ''
        for (const [text, what] of steps) {
          // A cut loses this piece; opencode's record has no text of an open part.
          if (what === 'cut') map.freeze()
          whole += text
          if (what === 'delta') drafts.push(...map.delta('prt_1', text))
          else map.freeze()
          if (what === 'repeat') drafts.push(...map.part(part({ text: whole })))
          if (what === 'record') drafts.push(...map.part(part({ text: '' }), 'record'))
        }
        const end = part({ text: whole, time: { end: 1 } })
        drafts.push(...map.part(end), ...map.part(end), ...map.delta('prt_1', 'late'))
        expect(said(drafts)).toBe(whole)
      }),
    )
  })

  it('tells reasoning apart from the answer by its part', () => {
    const map = new TurnMap()
    map.part(part({ id: 'r', type: 'reasoning', text: '' }))
    map.part(part({ id: 't', text: '' }))
    expect([...map.delta('r', 'why'), ...map.delta('t', 'so')]).toEqual([
      { type: 'text', block: 'r', kind: 'thought', text: 'why' },
      { type: 'text', block: 't', kind: 'message', text: 'so' },
    ])
  })

  it('accepts that the end of a text was trimmed, and tells a changed text anew', () => {
    const trimmed = new TurnMap()
    trimmed.part(part({ text: 'one ' }))
    expect(trimmed.part(part({ text: 'one', time: { end: 1 } }))).toEqual([])
    const changed = new TurnMap()
    changed.part(part({ text: 'one' }))
    const drafts = changed.part(part({ text: 'two', time: { end: 1 } }))
    expect(drafts).toEqual([{ type: 'text', block: 'prt_1/whole', kind: 'message', text: 'two' }])
  })

  it('keeps a part that it has no word for, once', () => {
    const map = new TurnMap()
    const unknown = part({ type: 'hologram', beam: 3 })
    const detail = expect.stringContaining('"beam":3')
    expect(map.part(unknown)).toEqual([{ type: 'raw', block: 'prt_1', source: 'opencode hologram', detail }])
    expect(map.part(unknown)).toEqual([])
  })

  it('keeps a known part of unknown shape', () => {
    expect(new TurnMap().part(part({ type: 'tool', state: 'odd' }))).toMatchObject([{ type: 'raw' }])
  })

  it('tells only what changed of a tool', () => {
    const map = new TurnMap()
    const tool = (state: Record<string, unknown>) => part({ type: 'tool', tool: 'bash', callID: 'c', state })
    map.part(tool({ status: 'running', input: { command: 'ls' } }))
    expect(map.part(tool({ status: 'running', input: { command: 'ls' } }))).toEqual([])
    const call = 'msg_1/c'
    expect(map.part(tool({ status: 'completed', input: { command: 'ls' }, output: 'a' }))).toEqual([
      { type: 'tool', call, status: 'completed', content: [{ type: 'text', text: 'a' }] },
    ])
  })
})

describe('what a tool shows', () => {
  it('is cut to its bounds, and its input stays JSON', () => {
    const huge = 'x'.repeat(1_000_000)
    const state = { status: 'completed', input: { filePath: 'a', content: huge }, output: huge }
    const [draft] = new TurnMap().part(part({ type: 'tool', tool: 'write', callID: 'c', state }))
    if (draft?.type !== 'tool') throw new Error('not a tool')
    expect(JSON.parse(draft.input ?? '')).toMatchObject({ filePath: 'a' })
    expect(draft.locations).toEqual([{ path: 'a' }])
    expect(JSON.stringify(draft).length).toBeLessThan(100_000)
  })
})
