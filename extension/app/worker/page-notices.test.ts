import { createRoot } from 'solid-js'
import { afterEach, expect, it } from 'vitest'
import { anId, aRequest, HOST } from '../testing/build.ts'
import { fakeHost } from '../testing/fake-host.ts'
import { keptWaiting } from './kept-waiting.ts'
import { noticeOf } from './notice.ts'
import { keepNoticesInStep } from './page-notices.ts'
import { slotTag } from './slot.ts'
import { aBody, aSlot, memoryShelf, memoryStore } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

it('takes away what was answered, leaves what waits or has just been decided, and counts for the time after', async () => {
  const shelf = memoryShelf()
  const [asked, decided, other] = [aRequest(), aRequest({ id: anId(2) }), anId(3)]
  const show = (request: string, state: 'asks' | 'done') =>
    shelf.show(noticeOf(aSlot({ state, body: aBody({ request }) }), shelf.means))
  await show(asked.id, 'asks')
  await show(decided.id, 'done')
  await show(other, 'asks')
  const waiting = keptWaiting(memoryStore())
  await waiting.note(slotTag('another host', other), true)
  const host = fakeHost()
  let work = Promise.resolve()
  const tags = async () => {
    await work
    return [...shelf.now.keys()]
  }
  createRoot((dispose) => {
    ends.push(dispose)
    host.putRequest(asked)
    keepNoticesInStep({ hosts: () => [host], waiting, shelfOf: async () => shelf }, (more) => {
      work = work.then(() => more)
    })
  })
  const done = slotTag(HOST, decided.id)
  expect(await tags()).toEqual([slotTag(HOST, asked.id), done])
  expect(await waiting.note(slotTag(HOST, asked.id), true)).toBe(2)
  host.putRequest({ ...asked, state: 'applied', outcome: 'denied' })
  expect(await tags()).toEqual([done])
  expect(await waiting.note(slotTag(HOST, asked.id), false)).toBe(1)
})
