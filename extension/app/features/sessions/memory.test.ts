import { describe, expect, it } from 'vitest'
import type { TextStorage } from './keep.ts'
import { MAX_SEEN } from './limits.ts'
import { openMemory } from './memory.ts'

const box = (): TextStorage & { all: Map<string, string> } => {
  const all = new Map<string, string>()
  return { all, getItem: (name) => all.get(name) ?? null, setItem: (name, text) => void all.set(name, text) }
}
const HOST = 'ab'.repeat(16)
const CHOICE = { project: '0123456789abcdef', agent: 'opencode', place: 'main' } as const

describe('what is remembered', () => {
  it('is there for the next window', () => {
    const storage = box()
    const one = openMemory(storage)
    one.setView('flat')
    one.fold('x', true)
    one.fold('y', true)
    one.fold('x', false)
    one.keepLast(HOST, CHOICE)
    one.see(HOST, 's', { seq: 4, choice: true })
    const next = openMemory(storage)
    expect(next.view()).toBe('flat')
    expect([next.isFolded('x'), next.isFolded('y')]).toEqual([false, true])
    expect(next.lastHost()).toBe(HOST)
    expect(next.last(HOST)).toEqual(CHOICE)
    expect(next.last('other')).toBeNull()
    expect(next.seen(HOST, 's')).toEqual({ seq: 4, choice: true })
    expect(next.seen(HOST, 't')).toBeNull()
  })

  it('never goes back', () => {
    const memory = openMemory(box())
    memory.see(HOST, 's', { seq: 4, choice: false })
    memory.see(HOST, 's', { seq: 3, choice: false })
    expect(memory.seen(HOST, 's')).toEqual({ seq: 4, choice: false })
  })

  it('keeps what two windows have seen', () => {
    const storage = box()
    const one = openMemory(storage)
    const two = openMemory(storage)
    one.see(HOST, 'a', { seq: 1, choice: false })
    two.see(HOST, 'b', { seq: 2, choice: false })
    one.changed('hearth.sessions.seen')
    expect([one.seen(HOST, 'a')?.seq, one.seen(HOST, 'b')?.seq]).toEqual([1, 2])
  })

  it('forgets the oldest looks when there are too many', () => {
    const storage = box()
    const many = Array.from({ length: MAX_SEEN }, (_, n) => [`${HOST}/${n}`, { seq: 1, choice: false }])
    storage.setItem(
      'hearth.sessions.seen',
      JSON.stringify(Object.fromEntries([['x/old', { seq: 1, choice: false }], ...many])),
    )
    openMemory(storage).see(HOST, 'new', { seq: 1, choice: false })
    const next = openMemory(storage)
    expect(next.seen(HOST, 'new')?.seq).toBe(1)
    expect(next.seen('x', 'old')).toBeNull()
  })

  it.each(['', 'nonsense', '{"view":"other"}', '[]', '7'])('%j is as good as nothing', (text) => {
    const storage = box()
    storage.setItem('hearth.sessions.prefs', text)
    storage.setItem('hearth.sessions.seen', text)
    const memory = openMemory(storage)
    expect(memory.view()).toBe('grouped')
    expect(memory.seen(HOST, 's')).toBeNull()
  })

  it('lasts as long as the page where the browser keeps nothing', () => {
    const broken: TextStorage = {
      getItem() {
        throw new DOMException('no', 'SecurityError')
      },
      setItem() {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    for (const storage of [broken, null]) {
      const memory = openMemory(storage)
      memory.setView('flat')
      memory.see(HOST, 's', { seq: 1, choice: false })
      expect(memory.view()).toBe('flat')
      expect(memory.seen(HOST, 's')?.seq).toBe(1)
    }
  })
})
