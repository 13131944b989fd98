import { createRoot } from 'solid-js'
import { afterEach, describe, expect, it } from 'vitest'
import { anId, aQuestionRequest, aRequest, aSession, HOST, NOW } from '../testing/build.ts'
import { fakeHost } from '../testing/fake-host.ts'
import { chromeShelf, type ExtensionNotice } from './chrome-shelf.ts'
import { watchLinks } from './link-notices.ts'
import { NO_SETTINGS, type NoticeSettings, type NoticeStore } from './memory.ts'
import { noticeOf } from './notice.ts'
import { isQuiet, wakes } from './quiet.ts'
import { slotTag } from './slot.ts'
import { aSlot, memoryStore } from './testing.ts'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})
const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
const ON: NoticeSettings = { ...NO_SETTINGS, on: true, wishes: { requests: true, turns: true, quiet: null } }

const watch = (settings = ON, store: NoticeStore = memoryStore(), host = fakeHost()) => {
  const told: string[] = []
  const swept: (string | null)[] = []
  let timers: (() => void)[] = []
  createRoot((dispose) => {
    ends.push(dispose)
    watchLinks(
      {
        hosts: () => [host],
        settings: () => settings,
        store,
        clock: {
          now: () => NOW,
          after: (_ms, run) => {
            timers.push(run)
            return () => undefined
          },
        },
        hashOf: () => 'hash',
        desk: {
          ask: async ({ title, exact, hash }) => void told.push(`ask ${title}: ${exact} ${hash}`),
          gone: async ({ how }) => Boolean(told.push(`gone ${how}`)),
          sweep: async (_host, howOf) => void swept.push(howOf(aRequest().id)),
          tell: async ({ title, body }) => void told.push(`${title}: ${body}`),
        },
      },
      (work) => void work,
    )
  })
  const pass = async () => {
    for (const run of timers.splice(0)) run()
    timers = []
    await settle()
  }
  return { host, told, swept, store, pass }
}

describe('what comes over the link', () => {
  it('is told once, also by a worker that begins anew, and taken back when it is over', async () => {
    const request = aRequest()
    const first = watch()
    first.host.putRequest(request)
    await first.pass()
    expect(first.told).toEqual(['ask Run a command: npm test -- login hash'])
    const again = watch(ON, first.store, first.host)
    await again.pass()
    expect(again.told).toEqual([])
    first.host.putRequest({ ...request, state: 'answered-elsewhere', outcome: 'denied' })
    await settle()
    expect(again.told).toEqual(['gone Denied on another device'])
  })

  it('is not told when it was answered at once', async () => {
    const { host, told, pass } = watch()
    host.putRequest(aRequest())
    host.putRequest(aRequest({ state: 'applied', outcome: 'allowed' }))
    await pass()
    expect(told).toEqual(['gone Allowed on another device'])
  })

  it('is not told while nobody wants it', async () => {
    for (const settings of [NO_SETTINGS, { ...ON, wishes: { ...ON.wishes, requests: false } }]) {
      const { host, told, pass } = watch(settings)
      host.putRequest(aRequest())
      await pass()
      expect(told).toEqual([])
    }
  })

  it('is swept each time the host is back: what waits stays, what was answered meanwhile goes', async () => {
    const { host, swept } = watch()
    expect(swept).toEqual(['withdrawn'])
    for (const request of [aRequest(), aRequest({ state: 'answered-elsewhere', outcome: 'denied' })]) {
      host.setStatus({ connection: 'waiting' })
      host.putRequest(request)
      host.setStatus({ connection: 'live' })
      await settle()
    }
    expect(swept).toEqual(['withdrawn', null, 'Denied on another device'])
  })

  it('asks a question without anything to decide by', async () => {
    const { host, told, pass } = watch()
    host.putRequest(aQuestionRequest())
    await pass()
    expect(told).toEqual(['ask A question: Where should the name be kept? null'])
  })

  it('tells of turns that end while it looks', async () => {
    const host = fakeHost({
      sessions: [aSession({ state: 'running' }), aSession({ id: anId(2), state: 'failed' })],
    })
    const { told } = watch(ON, memoryStore(), host)
    host.setOverview({
      sessions: [aSession({ state: 'completed' }), aSession({ id: anId(2), state: 'failed' })],
    })
    await settle()
    expect(told).toEqual(['Fix the login form: Done'])
  })
})

describe('quiet hours', () => {
  const at = (time: string): number => Date.parse(`2026-11-21T${time}:00Z`)
  const night = { from: 22 * 60, to: 7 * 60, zone: 'UTC' }
  it.each([
    ['21:59', night, false],
    ['22:00', night, true],
    ['03:00', night, true],
    ['06:59', night, true],
    ['07:00', night, false],
    ['12:30', { from: 720, to: 780, zone: 'UTC' }, true],
    ['13:00', { from: 720, to: 780, zone: 'UTC' }, false],
    ['22:30', { ...night, zone: 'Asia/Tokyo' }, false],
    ['14:00', { ...night, zone: 'Asia/Tokyo' }, true],
    ['23:00', { ...night, zone: 'Moon/Crater' }, false],
  ])('at %s of %j: %s', (time, quiet, expected) => {
    expect(isQuiet(quiet, at(time))).toBe(expected)
  })

  it('let the gravest through alone', () => {
    const wishes = { requests: true, turns: true, quiet: night }
    expect([1, 2, 3, 4].map((risk) => wakes(wishes, risk as 1, at('23:00')))).toEqual([
      ...[false, false, false],
      true,
    ])
    expect(wakes(wishes, null, at('23:00'))).toBe(false)
    expect(wakes({ ...wishes, requests: false }, 4, at('12:00'))).toBe(false)
  })
})

describe('the notifications of an extension', () => {
  const shelfOf = (buttons: number) => {
    const shown: [string, ExtensionNotice][] = []
    const cleared: string[] = []
    const shelf = chromeShelf(
      {
        create: async (id, options) => void shown.push([id, options]),
        update: async () => false,
        clear: async (id) => void cleared.push(id),
      },
      memoryStore(),
      buttons,
    )
    return { shelf, shown, cleared }
  }
  const slot = aSlot()
  const tag = slotTag(slot.body.host, slot.body.request)

  it('keep their slots beside, and know their buttons by place', async () => {
    const { shelf, shown, cleared } = shelfOf(2)
    await shelf.show(noticeOf(slot, shelf.means))
    expect(shown[0]?.[1].buttons).toEqual([{ title: 'Allow' }, { title: 'Deny' }])
    expect(await shelf.read(tag)).toEqual(slot)
    expect([shelf.known(tag, 0), await shelf.actionAt(tag, 1), await shelf.actionAt(tag, 2)]).toEqual([
      ...['allow', 'deny'],
      null,
    ])
    await shelf.close(tag)
    expect([await shelf.all(), cleared]).toEqual([[], [tag]])
  })

  it('have nothing in Firefox that it does not know', async () => {
    const { shelf, shown } = shelfOf(0)
    await shelf.show(noticeOf(slot, shelf.means))
    expect(Object.keys(shown[0]?.[1] ?? {}).sort()).toEqual(['iconUrl', 'message', 'title', 'type'])
    expect(HOST).toBe(slot.body.host)
  })
})
