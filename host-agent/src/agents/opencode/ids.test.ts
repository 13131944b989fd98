import { describe, expect, it } from 'vitest'
import { mintMessageId, partId } from './ids.ts'

describe('ids in opencode’s form', () => {
  it('rise with time and within one millisecond', () => {
    const now = 1_795_227_103_471
    const ids = [now - 1, now, now, now + 1].map((at) => mintMessageId(at))
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/)
    // A message that opencode itself made in that millisecond, from a recording.
    expect(mintMessageId(now).slice(0, 12)).toBe('msg_1fbdfb0ef001'.slice(0, 12))
  })

  it('of parts follow from the prompt’s, rise, and differ', () => {
    const key = mintMessageId()
    const ids = Array.from({ length: 100 }, (_, i) => partId(key, i))
    expect(new Set(ids).size).toBe(100)
    expect([...ids].sort()).toEqual(ids)
    expect(partId(key, 3)).toBe(ids[3])
  })
})
