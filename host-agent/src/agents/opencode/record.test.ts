import { describe, expect, it } from 'vitest'
import { recovered, turnsOf } from './record.ts'
import { isAnswered } from './strays.ts'
import type { MessageRecord } from './wire.ts'

const user = (id: string, created: number): MessageRecord => ({
  info: { role: 'user', id, sessionID: 's', time: { created } },
  parts: [],
})
const answer = (
  id: string,
  parentID: string,
  created: number,
  completed?: number,
  finish = 'stop',
): MessageRecord => ({
  info: {
    ...{ role: 'assistant' as const, id, sessionID: 's', parentID, finish },
    time: completed === undefined ? { created } : { created, completed },
  },
  parts: [
    {
      id: `text of ${id}`,
      messageID: id,
      sessionID: 's',
      type: 'text',
      text: id,
      time: { start: created, end: created },
    },
  ],
})
const texts = (found: ReturnType<typeof recovered>) =>
  'drafts' in found ? found.drafts.map((draft) => (draft.type === 'text' ? draft.text : '')) : []

describe('what opencode’s record proves of a prompt', () => {
  it('was not acted on when nothing answered it, unless opencode is at work', () => {
    expect(recovered([user('a', 1)], false)).toEqual({ found: 'absent' })
    expect(recovered([user('a', 1)], true).found).toBe('interrupted')
    expect(recovered(null, false)).toEqual({ found: 'absent' })
    expect(recovered([], false).found).toBe('interrupted')
  })

  it('was cut short when its answer has no end', () => {
    expect(recovered([user('a', 1), answer('b', 'a', 2)], false).found).toBe('interrupted')
  })

  it('has the answers to what steered it', () => {
    const steered = [
      user('a', 1),
      answer('b', 'a', 2, 500, 'tool-calls'),
      user('c', 400),
      answer('d', 'c', 501, 600),
    ]
    steered.sort((x, y) => x.info.time.created - y.info.time.created)
    expect(recovered(steered, false)).toMatchObject({ found: 'ended' })
    expect(texts(recovered(steered, false))).toEqual(['b', 'd'])
  })

  it('has not the answers to the next turn', () => {
    const next = [user('a', 1), answer('b', 'a', 2, 500), user('c', 5_000), answer('d', 'c', 5_001, 6_000)]
    expect(texts(recovered(next, false))).toEqual(['b'])
  })

  it('has not the answer of a turn that came after a crash', () => {
    const after = [user('a', 1), answer('b', 'a', 2), user('c', 5_000), answer('d', 'c', 5_001, 6_000)]
    expect(recovered(after, false).found).toBe('interrupted')
  })

  it('was taken in with the prompt after it', () => {
    const both = [user('a', 1), user('c', 2), answer('d', 'c', 3, 4)]
    expect(isAnswered(both)).toBe(true)
    expect(recovered(both, false).found).toBe('ended')
    expect(isAnswered([user('a', 1), answer('d', 'older', 3, 4)])).toBe(false)
  })
})

describe('a session’s history', () => {
  const file = (id: string, mime: string, url: string) => ({
    ...{ id, messageID: 'a', sessionID: 's', type: 'file', filename: 'x', mime, url },
  })

  it('has a prompt’s pictures, and other files by their names', () => {
    const prompt = user('a', 1)
    const text = { id: '1', messageID: 'a', sessionID: 's', type: 'text', text: 'look' }
    const parts = [
      text,
      file('2', 'image/png', 'data:image/png;base64,aGk='),
      file('3', 'text/plain', 'file:///repo/x'),
      file('4', 'application/pdf', 'data:application/pdf;base64,aGk='),
      { ...text, id: '5', text: 'made by opencode', synthetic: true },
    ]
    expect(turnsOf([{ ...prompt, parts }, answer('b', 'a', 2, 3)])[0]?.content).toEqual([
      { type: 'text', text: 'look' },
      { type: 'image', mimeType: 'image/png', data: 'aGk=' },
      { type: 'resource_link', uri: 'file:///repo/x', name: 'x' },
      { type: 'resource_link', uri: 'x', name: 'x' },
    ])
  })
})
