import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TurnMap } from './map.ts'
import { NO_QUIRKS } from './spec.ts'

const chunk = (text: string, more: Record<string, unknown> = {}) => ({
  sessionUpdate: 'agent_message_chunk',
  content: { type: 'text', text },
  ...more,
})
const tool = (toolCallId: string, more: Record<string, unknown> = {}) => ({
  sessionUpdate: 'tool_call',
  toolCallId,
  title: toolCallId,
  ...more,
})
const feed = (...updates: unknown[]) => {
  const map = new TurnMap(NO_QUIRKS, (id) => (id === 'ours' ? 'output' : null))
  return updates.flatMap((update) => map.update(update))
}
const blocks = (...updates: unknown[]) =>
  feed(...updates).map((draft) => ('block' in draft ? draft.block : draft.type))

describe('a turn’s drafts', () => {
  it('go on in their block until something else comes between', () => {
    const usage = { sessionUpdate: 'usage_update', used: 1, size: 2 }
    expect(blocks(chunk('a'), usage, chunk('b'), tool('t'), chunk('c'))).toEqual([
      'message-1',
      'message-1',
      'tool',
      'message-2',
    ])
    const update = { ...tool('t', { status: 'completed' }), sessionUpdate: 'tool_call_update' }
    expect(blocks(tool('t'), chunk('a'), update, chunk('b')).filter((one) => one !== 'tool')).toEqual([
      'message-1',
      'message-1',
    ])
    expect(blocks(chunk('a', { messageId: '1' }), chunk('b', { messageId: '2' }))).toEqual([
      'message-1',
      'message-2',
    ])
  })

  it('say of a link and an embedded text what they are, and keep an image raw', () => {
    const of = (content: unknown) => feed({ sessionUpdate: 'agent_message_chunk', content })
    expect(of({ type: 'resource_link', uri: 'file:///a', name: 'a' })).toMatchObject([
      { text: '[a](file:///a)' },
    ])
    expect(of({ type: 'resource', resource: { uri: 'u', text: 'words' } })).toMatchObject([{ text: 'words' }])
    expect(of({ type: 'image', data: 'AAAA', mimeType: 'image/png' })).toMatchObject([{ type: 'raw' }])
    expect(of({ type: 'text', text: '' })).toEqual([])
  })

  it('tell of a call only what changes, and lose a malformed field, not the call', () => {
    const first = tool('t', {
      kind: 'nonsense',
      status: 'pending',
      locations: [{ path: '/a' }, 5],
      rawInput: { a: 1 },
    })
    expect(feed(first, first)).toEqual([
      {
        type: 'tool',
        call: 't',
        title: 't',
        status: 'pending',
        input: '{"a":1}',
        locations: [{ path: '/a' }],
      },
    ])
  })

  it('keep the change of a call when it says that it has made it', () => {
    const content = [{ type: 'diff', path: '/a', oldText: null, newText: 'x\n' }]
    const done = tool('t', {
      status: 'completed',
      content: [{ type: 'content', content: { type: 'text', text: 'ok' } }],
    })
    const failed = { ...done, status: 'failed' }
    expect(feed(tool('t', { content }), done).at(-1)).toEqual({
      type: 'tool',
      call: 't',
      status: 'completed',
    })
    expect(feed(tool('t', { content }), failed).at(-1)).toMatchObject({
      status: 'failed',
      content: [{ type: 'diff' }, { type: 'text', text: 'ok' }],
    })
  })

  it('show a terminal of ours, and one that the agent tells of', () => {
    const content = [{ type: 'terminal', terminalId: 'ours' }]
    expect(feed(tool('t', { content }))).toMatchObject([{ content: [{ text: 'output' }] }])
    const told = (data: string) => ({
      ...tool('t'),
      sessionUpdate: 'tool_call_update',
      _meta: { terminal_output: { terminal_id: 'theirs', data } },
    })
    const theirs = tool('t', { content: [{ type: 'terminal', terminalId: 'theirs' }] })
    expect(feed(theirs, told('a'), told('b')).at(-1)).toEqual({
      type: 'tool',
      call: 't',
      content: [{ type: 'text', text: 'ab' }],
    })
  })

  it('are bounded in length, and never fail, whatever comes', () => {
    const [draft] = feed({ sessionUpdate: 'hologram', data: 'x'.repeat(1_000_000) })
    expect(draft?.type === 'raw' && draft.detail.length).toBe(16 * 1024)
    const kinds = [
      'agent_message_chunk',
      'tool_call',
      'tool_call_update',
      'plan',
      'notice',
      'compaction_update',
      'x',
    ]
    const update = fc.record(
      {
        sessionUpdate: fc.constantFrom(...kinds),
        content: fc.anything(),
        toolCallId: fc.oneof(fc.string(), fc.anything()),
        title: fc.anything(),
        status: fc.anything(),
        locations: fc.anything(),
        rawInput: fc.jsonValue(),
        rawOutput: fc.jsonValue(),
        entries: fc.anything(),
        _meta: fc.anything(),
      },
      { requiredKeys: ['sessionUpdate'] },
    )
    fc.assert(
      fc.property(fc.array(update, { maxLength: 8 }), (updates) => {
        const json: unknown = JSON.parse(
          JSON.stringify(updates, (_, value) => (typeof value === 'bigint' ? 0 : value)),
        )
        expect(() => feed(...(Array.isArray(json) ? json : []))).not.toThrow()
      }),
    )
  })
})
