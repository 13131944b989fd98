import type { Clock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import { createDrafts, type DraftMemory, type KeptDrafts } from './drafts.ts'

const KEY = 'host/session'

/** Time that passes when the test says so. */
class Hands implements Clock {
  #due: (() => void)[] = []
  now = (): number => 1
  random = (): number => 0
  after(_ms: number, run: () => void): () => void {
    this.#due.push(run)
    return () => {
      this.#due = this.#due.filter((each) => each !== run)
    }
  }
  pass(): void {
    for (const run of this.#due.splice(0)) run()
  }
}

/** Storage whose writes end when the test says so. */
class SlowMemory implements DraftMemory {
  readonly stored = new Map<string, string>()
  readonly begun: string[] = []
  fails = false
  readonly #waiting: (() => void)[] = []
  slow = false

  read = async (key: string): Promise<string> => {
    if (this.fails) throw new HearthError('device.storage')
    return this.stored.get(key) ?? ''
  }
  write = async (key: string, text: string): Promise<void> => {
    this.begun.push(text)
    if (this.slow) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.fails) throw new HearthError('device.storage_full')
    this.stored.set(key, text)
  }
  end(): void {
    for (const done of this.#waiting.splice(0)) done()
  }
}

describe('drafts', () => {
  let memory: SlowMemory
  let clock: Hands
  let drafts: KeptDrafts
  beforeEach(() => {
    memory = new SlowMemory()
    clock = new Hands()
    drafts = createDrafts(memory, clock)
  })

  it('are written after a pause, once', async () => {
    for (const text of ['h', 'he', 'hey']) drafts.write(KEY, text)
    expect(memory.begun).toEqual([])
    clock.pass()
    await drafts.flush()
    expect(memory.begun).toEqual(['hey'])
  })

  it('are read as they were typed, written or not', async () => {
    drafts.write(KEY, 'typed')
    expect(await drafts.read(KEY)).toBe('typed')
    await drafts.flush()
    memory.stored.set(KEY, 'by another window')
    expect(await drafts.read(KEY)).toBe('by another window')
  })

  it('keep the newest, though an older write ends later', async () => {
    memory.slow = true
    drafts.write(KEY, 'old')
    const first = drafts.flush()
    await Promise.resolve()
    drafts.write(KEY, 'new')
    const second = drafts.flush()
    expect(memory.begun).toEqual(['old'])
    memory.slow = false
    memory.end()
    await Promise.all([first, second])
    expect(memory.begun).toEqual(['old', 'new'])
    expect(memory.stored.get(KEY)).toBe('new')
  })

  it('take several texts at once, one below the other, kept without a pause', async () => {
    memory.stored.set(KEY, 'half')
    for (const text of ['first', 'second']) drafts.add(KEY, text)
    expect(await drafts.read(KEY)).toBe('half\n\nfirst\n\nsecond')
    await drafts.flush()
    expect(memory.stored.get(KEY)).toBe('half\n\nfirst\n\nsecond')
  })

  it('add below what is typed meanwhile', async () => {
    drafts.add(KEY, 'refused')
    drafts.write(KEY, 'typed')
    expect(await drafts.read(KEY)).toBe('typed\n\nrefused')
  })

  it('are emptied at once: what was sent must not come back', async () => {
    memory.stored.set(KEY, 'sent')
    drafts.write(KEY, '')
    await Promise.resolve()
    expect(memory.begun).toEqual([''])
  })

  it('stay in memory where storage refuses', async () => {
    memory.fails = true
    drafts.write(KEY, 'kept')
    await drafts.flush()
    expect(await drafts.read(KEY)).toBe('kept')
    expect(await drafts.read('another')).toBe('')
  })
})
