import type { Clock } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { beforeEach, describe, expect, it } from 'vitest'
import type { TextAttachment } from './attachment.ts'
import { createDrafts, type DraftMemory, type KeptDraft, type KeptDrafts } from './drafts.ts'
import { NOTHING, words } from './typed.ts'

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
  readonly stored = new Map<string, KeptDraft>()
  /** What was given with each write. */
  readonly attached: (readonly unknown[] | undefined)[] = []
  readonly begun: string[] = []
  fails = false
  readonly #waiting: (() => void)[] = []
  slow = false

  read = async (key: string): Promise<KeptDraft> => {
    if (this.fails) throw new HearthError('device.storage')
    return this.stored.get(key) ?? NOTHING
  }
  write: DraftMemory['write'] = async (key, { text, attachments }) => {
    this.begun.push(text)
    this.attached.push(attachments)
    if (this.slow) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.fails) throw new HearthError('device.storage_full')
    this.stored.set(key, { text, attachments: attachments ?? this.stored.get(key)?.attachments ?? [] })
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
    for (const text of ['h', 'he', 'hey']) drafts.write(KEY, words(text))
    expect(memory.begun).toEqual([])
    clock.pass()
    await drafts.flush()
    expect(memory.begun).toEqual(['hey'])
  })

  it('are read as they were typed, written or not', async () => {
    drafts.write(KEY, words('typed'))
    expect((await drafts.read(KEY)).text).toBe('typed')
    await drafts.flush()
    memory.stored.set(KEY, words('by another window'))
    expect((await drafts.read(KEY)).text).toBe('by another window')
  })

  it('keep the newest, though an older write ends later', async () => {
    memory.slow = true
    drafts.write(KEY, words('old'))
    const first = drafts.flush()
    await Promise.resolve()
    drafts.write(KEY, words('new'))
    const second = drafts.flush()
    expect(memory.begun).toEqual(['old'])
    memory.slow = false
    memory.end()
    await Promise.all([first, second])
    expect(memory.begun).toEqual(['old', 'new'])
    expect(memory.stored.get(KEY)?.text).toBe('new')
  })

  it('take several texts at once, one below the other, kept without a pause', async () => {
    memory.stored.set(KEY, words('half'))
    for (const text of ['first', 'second']) drafts.add(KEY, words(text))
    expect((await drafts.read(KEY)).text).toBe('half\n\nfirst\n\nsecond')
    await drafts.flush()
    expect(memory.stored.get(KEY)?.text).toBe('half\n\nfirst\n\nsecond')
  })

  it('add below what is typed meanwhile', async () => {
    drafts.add(KEY, words('refused'))
    drafts.write(KEY, words('typed'))
    expect((await drafts.read(KEY)).text).toBe('typed\n\nrefused')
  })

  it('are emptied at once: what was sent must not come back', async () => {
    memory.stored.set(KEY, words('sent'))
    drafts.write(KEY, words(''))
    await Promise.resolve()
    expect(memory.begun).toEqual([''])
  })

  it('stay in memory where storage refuses', async () => {
    memory.fails = true
    drafts.write(KEY, words('kept'))
    await drafts.flush()
    expect((await drafts.read(KEY)).text).toBe('kept')
    expect((await drafts.read('another')).text).toBe('')
  })

  describe('with attachments', () => {
    const note = (id: string): TextAttachment => ({ id, kind: 'text', name: 'note', text: id })

    it('are written at once, and not again with every word', async () => {
      const attachments = [note('a')]
      drafts.write(KEY, { text: '', attachments })
      await drafts.flush()
      drafts.write(KEY, { text: 'look', attachments })
      await drafts.flush()
      expect(memory.attached).toEqual([attachments, undefined])
      expect(await drafts.read(KEY)).toEqual({ text: 'look', attachments })
      drafts.write(KEY, words('look'))
      await drafts.flush()
      expect(memory.attached.at(-1)).toEqual([])
      drafts.write(KEY, { text: 'look', attachments })
      await drafts.flush()
      expect(memory.attached.at(-1)).toEqual(attachments)
    })

    it('are not written again because they were read', async () => {
      memory.stored.set(KEY, { text: 'kept', attachments: [note('a')] })
      const { attachments } = await drafts.read(KEY)
      drafts.write(KEY, { text: 'more', attachments })
      await drafts.flush()
      expect(memory.attached).toEqual([undefined])
    })

    it('are left out where storage has something else in their place', async () => {
      memory.stored.set(KEY, { text: 'kept', attachments: [{ kind: 'page', url: 1 }, note('a'), 'x'] })
      expect(await drafts.read(KEY)).toEqual({ text: 'kept', attachments: [note('a')] })
    })

    it('take more beside them', async () => {
      memory.stored.set(KEY, { text: 'half', attachments: [note('a')] })
      drafts.add(KEY, { text: 'refused', attachments: [note('b')] })
      expect(await drafts.read(KEY)).toEqual({ text: 'half\n\nrefused', attachments: [note('a'), note('b')] })
    })
  })
})
