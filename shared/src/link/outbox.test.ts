import { describe, expect, it } from 'vitest'
import type { Up } from '../protocol/index.ts'
import { deferred } from '../testing/deferred.ts'
import { MAX_OUTBOX } from './limits.ts'
import { Outbox } from './outbox.ts'
import { memoryOutbox, type OutboxEntry } from './outbox-storage.ts'

const entry = (n: number): OutboxEntry => ({
  id: n.toString(16).padStart(32, '0'),
  session: '00'.repeat(16),
  content: [{ type: 'text', text: `prompt ${n}` }],
  createdAt: n,
})
const idOf = (message: Up): string => (message.t === 'prompt' ? message.id : '')

describe('Outbox', () => {
  it('sends nothing before it is durable', async () => {
    const durable = deferred()
    const storage = { ...memoryOutbox(), append: () => durable.promise }
    const outbox = await Outbox.open(storage)
    const sent: string[] = []
    const adding = outbox.add(entry(1))
    outbox.connect((message) => sent.push(idOf(message)))
    expect(sent).toEqual([])
    durable.resolve()
    await adding
    expect(sent).toEqual([entry(1).id])
  })

  it('sends everything again with each channel, in order, until the host has it', async () => {
    const outbox = await Outbox.open(memoryOutbox())
    const sent: string[] = []
    const send = (message: Up) => void sent.push(idOf(message))
    for (const n of [1, 2, 3]) await outbox.add(entry(n))
    outbox.connect(send)
    await outbox.receive({ t: 'admitted', id: entry(2).id, session: entry(2).session, turn: 7 })
    outbox.disconnect()
    outbox.connect(send)
    expect(sent).toEqual([1, 2, 3, 1, 3].map((n) => entry(n).id))
  })

  it('still has after a restart what was not admitted', async () => {
    const storage = memoryOutbox()
    await (await Outbox.open(storage)).add(entry(1))
    const later = await Outbox.open(storage)
    expect(later.entries.value).toEqual([entry(1)])
    expect(await later.cancel(entry(1).id)).toBe(false)
  })

  it('takes over what another run left: sends it, keeps no count of it, gives none of it back', async () => {
    const outbox = await Outbox.open(memoryOutbox())
    await outbox.add(entry(0))
    const orphans = Array.from({ length: MAX_OUTBOX }, (_, n) => entry(n))
    outbox.adopt(orphans)
    expect(outbox.entries.value).toEqual(orphans)
    expect(await outbox.cancel(entry(1).id)).toBe(false)
    expect(await outbox.cancel(entry(0).id)).toBe(true)
    const sent: string[] = []
    outbox.connect((message) => sent.push(idOf(message)))
    expect(sent).toEqual(orphans.slice(1).map(({ id }) => id))
  })

  it('takes back what can’t have left', async () => {
    const storage = memoryOutbox()
    const outbox = await Outbox.open(storage)
    await outbox.add(entry(1))
    expect(await outbox.cancel(entry(1).id)).toBe(true)
    expect([outbox.entries.value, await storage.list()]).toEqual([[], []])
  })

  it('refuses what it can’t keep, and what is too much', async () => {
    const broken = { ...memoryOutbox(), append: () => Promise.reject(new Error('disk')) }
    const outbox = await Outbox.open(broken)
    await expect(outbox.add(entry(1))).rejects.toMatchObject({ code: 'outbox.store' })
    expect(outbox.entries.value).toEqual([])
    const full = await Outbox.open(memoryOutbox())
    for (let n = 0; n < MAX_OUTBOX; n++) await full.add(entry(n))
    await expect(full.add(entry(MAX_OUTBOX))).rejects.toMatchObject({ code: 'outbox.full' })
  })
})
