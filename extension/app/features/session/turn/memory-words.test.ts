import { Memory } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { memoryWords } from './memory-words.ts'

describe('what an agent remembers, in words', () => {
  it.each([
    ['resumed', null, 'Codex took up its own memory of this session again.'],
    ['new', { from: 1, to: 3 }, 'Codex is new in this session; it was told what happened in turns 1 to 3.'],
    ['new', null, 'Codex is new in this session; it was not told what happened before.'],
    [
      'replayed',
      { from: 2, to: 2 },
      'Codex has lost its memory of this session; it was told what happened in turn 2.',
    ],
    ['warm', { from: 4, to: 5 }, 'Codex goes on; it was told what happened in turns 4 to 5.'],
  ] as const)('%s, digest %j', (memory, digest, words) => {
    expect(memoryWords({ memory, digest }, 'Codex')).toBe(words)
  })

  it('has words for every kind, and none before it is known', () => {
    for (const memory of Memory.options) expect(memoryWords({ memory, digest: null }, 'pi')).toContain('pi')
    expect(memoryWords({ memory: null, digest: null }, 'pi')).toBe('')
  })
})
