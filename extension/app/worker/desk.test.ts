import { HearthError } from '@hearth/shared/protocol'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { aCommand, aDevice, aRequest, HOST } from '../testing/build.ts'
import { NoticeDesk, type NoticeDeskParts } from './desk.ts'
import { DONE_MS, OVER_MS, SENDING_MS } from './limits.ts'
import { noticeOf } from './notice.ts'
import { slotTag } from './slot.ts'
import { aBody, aSlot, gone, type MemoryShelf, memoryShelf } from './testing.ts'

const body = aBody()
const TAG = slotTag(body.host, body.request)
const HERE = { host: body.host, request: body.request }
const text = (value: object): string => JSON.stringify(value)

let now: number
let timers: { at: number; run: () => void }[]
let shelf: MemoryShelf
let open: ReturnType<typeof vi.fn<NoticeDeskParts['open']>>
let tested: ReturnType<typeof vi.fn<NoticeDeskParts['tested']>>
let seen: boolean
let answer: () => Promise<void>
let decided: string[]
let waiting: Set<string>

const pass = async (ms: number): Promise<void> => {
  now += ms
  for (const timer of timers.filter(({ at }) => at <= now)) timer.run()
  timers = timers.filter(({ at }) => at > now)
  await new Promise<void>((resolve) => setImmediate(resolve))
}
const title = (): string | undefined => shelf.now.get(TAG)?.title

const desk = (): NoticeDesk =>
  new NoticeDesk({
    shelf,
    clock: {
      now: () => now,
      after(ms, run) {
        const timer = { at: now + ms, run }
        timers.push(timer)
        return () => void timers.splice(timers.indexOf(timer), 1)
      },
    },
    hashOf: () => body.hash ?? '',
    noted: async (tag, waits) => void (waits ? waiting.add(tag) : waiting.delete(tag)),
    isSeen: async () => seen,
    open: (place) => open(place),
    tested: (test) => tested(test),
    nameOf: async () => 'desk',
    withHost: (_host, work) => {
      const view = aRequest({ facts: { risk: 1, action: aCommand(body.exact ?? '') } })
      return work({
        live: async () => undefined,
        requests: () => new Map([[view.id, view]]),
        device: () => aDevice(),
        async decide(_id, choice) {
          decided.push(choice)
          await answer()
          return { ...view, state: 'applied', outcome: choice === 'deny' ? 'denied' : 'allowed' }
        },
      })
    },
  })

beforeEach(() => {
  now = 1_000
  timers = []
  shelf = memoryShelf()
  open = vi.fn(async () => undefined)
  tested = vi.fn()
  seen = false
  decided = []
  waiting = new Set()
  answer = async () => undefined
})

describe('what waits', () => {
  it('is counted from what is asked to what is over, seen or put away alike', async () => {
    const at = desk()
    seen = true
    await at.push(text(body))
    expect([...waiting]).toEqual([TAG])
    await at.push(text(gone(body)))
    expect([...waiting]).toEqual([])
    seen = false
    await at.push(text(body))
    answer = async () => {
      expect([...waiting]).toEqual([TAG])
    }
    await at.press(TAG, 'allow', HERE)
    expect([...waiting]).toEqual([])
  })
})

describe('notifications', () => {
  it('of what was answered while nobody listened say so and go; those of what waits stay', async () => {
    const at = desk()
    const other = aBody({ request: 'ee'.repeat(16) })
    for (const one of [body, other]) await at.push(text(one))
    await at.sweep(HOST, (request) => (request === other.request ? null : 'withdrawn'))
    expect(title()).toBe('No longer needed')
    await pass(OVER_MS)
    expect([...shelf.now.keys()]).toEqual([slotTag(HOST, other.request)])
    await at.sweep('another host', () => 'withdrawn')
    expect(shelf.now.size).toBe(1)
  })

  it('show a request, then that it is sent, then the outcome, all in one slot, and take it away', async () => {
    const at = desk()
    await at.push(text(body))
    await at.press(TAG, 'allow', HERE)
    expect(shelf.history.map(({ tag, title }) => [tag, title])).toEqual([
      [TAG, 'Run a command'],
      [TAG, 'Allowing…'],
      [TAG, 'Allowed'],
    ])
    expect(decided).toEqual(['allow-once'])
    await pass(DONE_MS)
    expect(shelf.now.size).toBe(0)
    expect(open).not.toHaveBeenCalled()
  })

  it('never say done before the receipt, whatever is pressed and pushed meanwhile', async () => {
    let receipt = (): void => undefined
    answer = () => new Promise((resolve) => (receipt = resolve))
    const at = desk()
    await at.push(text(body))
    const pressing = at.press(TAG, 'deny', HERE)
    await pass(0)
    await at.press(TAG, 'allow', HERE)
    await at.push(text(body))
    await at.push(text(gone(body)))
    expect(title()).toBe('Denying…')
    receipt()
    await pressing
    expect(title()).toBe('Denied')
    expect(decided).toEqual(['deny'])
  })

  it('keep the buttons after a failure, and try again', async () => {
    answer = () => Promise.reject(new HearthError('decision.audit'))
    const at = desk()
    await at.push(text(body))
    await at.press(TAG, 'allow', HERE)
    expect(title()).toMatch(/^Not applied: /)
    expect(shelf.now.get(TAG)?.actions).toEqual(['allow', 'deny'])
    answer = async () => undefined
    await at.press(TAG, 'allow', HERE)
    expect(title()).toBe('Allowed')
  })

  it('open the card for a press on the body, on Review, and on what could not be decided there', async () => {
    const at = desk()
    for (const action of [null, 'review', 'open'] as const) {
      await at.push(text(body))
      await at.press(TAG, action, HERE)
      expect(shelf.now.has(TAG)).toBe(false)
    }
    await at.push(text(aBody({ risk: 3 })))
    await at.press(TAG, 'allow', HERE)
    expect(open.mock.calls).toEqual([[HERE], [HERE], [HERE], [HERE]])
    expect(decided).toEqual([])
  })

  it('are not shown for what is on a focused screen', async () => {
    seen = true
    await desk().push(text(body))
    expect(shelf.history).toEqual([])
  })

  it('say without a sound that it was answered elsewhere, and go', async () => {
    const at = desk()
    await at.push(text(body))
    await at.push(text(gone(body, 'Denied on ph\u202eone')))
    expect(shelf.now.get(TAG)).toMatchObject({ title: 'Denied on ph\\u{202e}one', silent: true, actions: [] })
    await pass(DONE_MS)
    expect(shelf.now.size).toBe(0)
  })

  it.each([
    ['denied', 'Denied on another device'],
    ['allowed', 'Allowed on another device'],
    ['answered', 'Answered on another device'],
    ['withdrawn', 'No longer needed'],
  ])('say of what was %s: %s', async (how, expected) => {
    const at = desk()
    await at.push(text(body))
    await at.push(text(gone(body, how)))
    expect(title()).toBe(expected)
  })

  it('show something for a request that went while its notification was put away', async () => {
    await desk().push(text(gone(body)))
    expect(shelf.now.get(TAG)).toMatchObject({ title: 'Denied on phone', silent: true })
    await pass(DONE_MS)
    expect(shelf.now.size).toBe(0)
  })

  it('ask again in the same slot, also after an end', async () => {
    const at = desk()
    await at.push(text(body))
    await at.press(TAG, 'deny', HERE)
    await at.push(text(aBody({ again: 1 })))
    await pass(DONE_MS)
    expect(title()).toBe('Run a command')
  })

  it('say of a decision that was cut off with its worker that it is not known', async () => {
    await shelf.show(noticeOf(aSlot({ state: 'sending', choice: 'allow', at: now }), shelf.means))
    now += SENDING_MS + 1
    await desk().tidy()
    expect(title()).toBe('Not applied: It is not known whether the host has applied it')
  })

  it('take away what a worker that is gone has left', async () => {
    await shelf.show(noticeOf(aSlot({ state: 'done', choice: 'allow', at: now }), shelf.means))
    now += DONE_MS + 1
    await desk().tidy()
    expect(shelf.now.size).toBe(0)
  })

  it('say that a test has come, and tell the windows', async () => {
    await desk().push(text({ kind: 'test', host: HOST, nonce: '00112233' }))
    expect(tested).toHaveBeenCalledWith({ host: HOST, nonce: '00112233' })
    expect([...shelf.now.values()].map(({ title }) => title)).toEqual(['Notifications work'])
  })

  it('say that something waits when they can’t be read', async () => {
    const at = desk()
    await at.push('nonsense')
    await at.press('unread', null, { host: null })
    expect(shelf.history.map(({ title }) => title)).toEqual(['Something needs you'])
    expect(open).toHaveBeenCalledWith({ host: null })
  })
})
