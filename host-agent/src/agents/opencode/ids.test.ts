import { describe, expect, it } from 'vitest'
import { isOlder, mintMessageId, partId } from './ids.ts'

describe('ids in opencode’s form', () => {
  it('rise with time and within one millisecond', () => {
    const now = 1_795_227_103_471
    const ids = [now - 1, now, now, now + 1].map((at) => mintMessageId(at))
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/)
    // A message that opencode itself made in that millisecond, from a recording.
    expect(mintMessageId(now).slice(0, 12)).toBe('msg_1fbdfb0ef001'.slice(0, 12))
  })

  it('tell which was made first, also where their moments begin again', () => {
    const key = mintMessageId(1_795_227_103_471)
    expect(isOlder('per_1fbdfb0ee00199SsQWWcSKI3Tw', key)).toBe(true)
    expect(isOlder('que_1fbdfb0ff00199SsQWWcSKI3Tw', key)).toBe(false)
    expect(isOlder('per_ffffffffff0199SsQWWcSKI3Tw', 'msg_00000000010199SsQWWcSKI3Tw')).toBe(true)
    expect(isOlder('msg_00000000010199SsQWWcSKI3Tw', 'per_ffffffffff0199SsQWWcSKI3Tw')).toBe(false)
    for (const [id, other] of [
      [key, key],
      ['per_1', key],
      [key, 'key'],
    ] as const)
      expect(isOlder(id, other)).toBe(false)
  })

  it('of parts follow from the prompt’s, rise, and differ', () => {
    const key = mintMessageId()
    const ids = Array.from({ length: 100 }, (_, i) => partId(key, i))
    expect(new Set(ids).size).toBe(100)
    expect([...ids].sort()).toEqual(ids)
    expect(partId(key, 3)).toBe(ids[3])
  })
})
