import { HearthError } from '@hearth/shared/protocol'
import { createRoot } from 'solid-js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Reach } from '../state/notifier.ts'
import { createStackRouter } from '../state/router.ts'
import { anId, aRequest, HOST } from '../testing/build.ts'
import { fakeHost } from '../testing/fake-host.ts'
import { isSeen } from './channel.ts'
import { keepJoined, settingsSignal } from './joining.ts'
import { TEST_MS } from './limits.ts'
import { NO_SETTINGS, noticeMemory } from './memory.ts'
import { createNotifier } from './notifier.ts'
import { memoryBuses, memoryStore } from './testing.ts'
import { attendNotices } from './window.ts'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  vi.restoreAllMocks()
})
const rooted = <T>(make: () => T): T =>
  createRoot((dispose) => {
    ends.push(dispose)
    return make()
  })

const world = (answer: () => Reach = () => ({ state: 'push' })) => {
  const buses = memoryBuses()
  const [bus, worker] = [buses.open(), buses.open()]
  const memory = noticeMemory(memoryStore(), bus)
  const host = fakeHost({ status: { connection: 'waiting' } })
  const join = vi.fn(async () => answer())
  const leave = vi.fn(async () => undefined)
  let late = (): void => undefined
  let allowed: 'default' | 'denied' = 'default'
  let relook = (): void => undefined
  const { notifier } = rooted(() => {
    const settings = settingsSignal(memory)
    keepJoined(() => [host], memory, settings, { join, leave })
    const clock = {
      now: () => Date.now(),
      after(ms: number, run: () => void) {
        expect(ms).toBe(TEST_MS)
        late = run
        return () => undefined
      },
    }
    const ask = async () => 'granted' as const
    return {
      notifier: createNotifier({
        ...{ hosts: () => [host], settings, memory, bus, clock, ask },
        permission: () => allowed,
        watchPermission: (look) => {
          relook = look
        },
      }),
    }
  })
  return {
    host,
    join,
    leave,
    memory,
    notifier,
    worker,
    late: () => late(),
    forbid: () => {
      allowed = 'denied'
      relook()
    },
  }
}

describe('the notification settings', () => {
  it('reach a host when it is connected, once, and again when they change', async () => {
    const { host, join, notifier } = world()
    await notifier.switchOn()
    await settle()
    expect([notifier.on(), notifier.permission(), notifier.reach(HOST)]).toEqual([
      true,
      'granted',
      { state: 'waits' },
    ])
    expect(join).not.toHaveBeenCalled()
    host.setStatus({ connection: 'live' })
    await settle()
    host.setStatus({ connection: 'waiting' })
    host.setStatus({ connection: 'live' })
    await settle()
    expect(join).toHaveBeenCalledTimes(1)
    expect(notifier.reach(HOST)).toEqual({ state: 'push' })
    const wishes = { ...NO_SETTINGS.wishes, turns: true }
    await notifier.wish(wishes)
    await settle()
    expect(join.mock.calls.at(-1)).toEqual([host, wishes])
  })

  it('follow what the person changes in the browser itself', () => {
    const { forbid, notifier } = world()
    forbid()
    expect(notifier.permission()).toBe('denied')
  })

  it('are taken back from a host that had them, not from one that never did', async () => {
    const { host, leave, notifier } = world()
    host.setStatus({ connection: 'live' })
    await settle()
    expect(leave).not.toHaveBeenCalled()
    await notifier.switchOn()
    await settle()
    await notifier.switchOff()
    await settle()
    expect(leave).toHaveBeenCalledTimes(1)
    expect(notifier.reach(HOST)).toEqual({ state: 'off' })
  })

  it('measure a test from the wish to the word of the worker', async () => {
    const { host, notifier, worker } = world()
    host.setStatus({ connection: 'live' })
    await notifier.switchOn()
    await settle()
    const came = notifier.test(HOST)
    const [asked] = host.askedTo('call').filter(({ name }) => name === 'push-test')
    const nonce = String(asked?.args.nonce)
    expect(nonce).toMatch(/^[0-9a-f]{16}$/)
    worker.post({ t: 'test', host: HOST, nonce: 'another' })
    worker.post({ t: 'test', host: HOST, nonce })
    expect(await came).toBeGreaterThanOrEqual(0)
  })

  it('end a test that never comes, and one that the host refuses', async () => {
    const { host, late, notifier } = world()
    host.setStatus({ connection: 'live' })
    await notifier.switchOn()
    await settle()
    const lost = notifier.test(HOST)
    late()
    await expect(lost).rejects.toMatchObject({ code: 'link.timeout' })
    host.script.call = () => {
      throw new HearthError('push.gone')
    }
    await expect(notifier.test(HOST)).rejects.toMatchObject({ code: 'push.gone' })
  })

  it('ask the worker for a test where the host does not push', async () => {
    const { host, notifier, worker } = world(() => ({ state: 'link', why: null }))
    worker.listen((word) => {
      if (word.t === 'try') worker.post({ t: 'test', host: word.host, nonce: word.nonce })
    })
    host.setStatus({ connection: 'live' })
    await notifier.switchOn()
    await settle()
    expect(await notifier.test(HOST)).toBeGreaterThanOrEqual(0)
    expect(host.askedTo('call').filter(({ name }) => name === 'push-test')).toEqual([])
  })
})

describe('a window', () => {
  const open = (focused: boolean) => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(focused)
    const buses = memoryBuses()
    const [bus, worker] = [buses.open(), buses.open()]
    const host = fakeHost({ requests: [aRequest({ id: anId(5) })] })
    const router = createStackRouter()
    rooted(() => attendNotices({ view: window, hosts: () => [host], router, bus, led: true }))
    return { host, router, worker }
  }
  const never = () => new Promise<void>(() => undefined)

  it('tells the host what is on its focused screen, whole each time', () => {
    const { host, router } = open(true)
    router.go({ screen: 'request', host: HOST, request: anId(5) })
    router.go({ screen: 'home' })
    expect(host.askedTo('watching').map(({ requests }) => requests)).toEqual([[], [anId(5)], []])
    vi.spyOn(document, 'hasFocus').mockReturnValue(false)
    router.go({ screen: 'inbox' })
    expect(host.askedTo('watching').at(-1)?.requests).toEqual([anId(5)])
    window.dispatchEvent(new Event('blur'))
    expect(host.askedTo('watching').at(-1)?.requests).toEqual([])
  })

  it('says so to the worker that asks, and says nothing else', async () => {
    const { router, worker } = open(true)
    const asked = { host: HOST, request: anId(5) }
    expect(await isSeen(worker, asked, async () => undefined, 1)).toBe(false)
    router.go({ screen: 'inbox' })
    expect(await isSeen(worker, asked, never, 1)).toBe(true)
    expect(await isSeen(worker, { ...asked, request: anId(6) }, async () => undefined, 1)).toBe(false)
  })

  it('goes where a press leads', () => {
    const { router, worker } = open(true)
    worker.post({ t: 'open', host: HOST, request: anId(5) })
    expect(router.route()).toEqual({ screen: 'request', host: HOST, request: anId(5) })
    worker.post({ t: 'open-session', host: HOST, session: anId(1) })
    expect(router.route()).toEqual({ screen: 'session', host: HOST, session: anId(1) })
    worker.post({ t: 'open-inbox' })
    expect(router.route()).toEqual({ screen: 'inbox' })
  })
})
