import type { FollowUpdate } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { historyPage, reduce, type SessionEvent, type SessionState, trim } from '@hearth/shared/session'
import { sessionLog } from '@hearth/shared/testing'
import fc from 'fast-check'
import { createRoot } from 'solid-js'
import { describe, expect, it } from 'vitest'
import { anId, aState, aTurn } from '../testing/build.ts'
import { fakeHost } from '../testing/fake-host.ts'
import type { HostView } from './host-view.ts'
import { MAX_PAGE_TRIES } from './limits.ts'
import { openSession, type SessionView } from './session-view.ts'

const SESSION = anId(1)
const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i += 1) await Promise.resolve()
}

/** A host that follows as a link does: it trims what it holds to `keep` turns, and pages come from the whole log. */
class PagingHost {
  readonly view: HostView
  whole: SessionState | null = null
  #followed: SessionState | null = null
  #tell: ((update: FollowUpdate) => void) | undefined
  readonly #keep: number
  readonly #page: number
  fails = false

  constructor(keep: number, page: number) {
    this.#keep = keep
    this.#page = page
    const host = fakeHost()
    const actions = {
      ...host.actions,
      follow: (session: string, tell: (update: FollowUpdate) => void, from: SessionState | null = null) => {
        this.#tell = tell
        this.#followed = from
        return { session, state: null, caughtUp: true, close: () => undefined }
      },
      call: async (_name: string, { before, limit }: { before: number; limit: number }) => {
        if (this.fails) throw new HearthError('link.lost')
        if (this.whole === null) throw new HearthError('host.unknown_session')
        await Promise.resolve()
        const { turns, earlier } = historyPage(this.whole, before, Math.min(limit, this.#page))
        await Promise.resolve()
        return { of: 'history', turns, earlier }
      },
    } as unknown as HostView['actions']
    this.view = { ...host, actions }
  }

  events(events: readonly SessionEvent[]): void {
    this.whole = events.reduce<SessionState | null>(reduce, this.whole)
    if (this.#followed === null) return this.snapshot()
    this.#followed = trim(events.reduce(reduce, this.#followed), this.#keep)
    this.#tell?.({ type: 'events', state: this.#followed, events })
  }

  snapshot(): void {
    if (this.whole === null) return
    this.#followed = trim(this.whole, this.#keep)
    this.#tell?.({ type: 'snapshot', state: this.#followed })
  }

  caughtUp(): void {
    this.#tell?.({ type: 'caught-up', state: this.#followed })
  }
}

const open = (host: HostView): { view: SessionView; dispose: () => void } =>
  createRoot((dispose) => ({ view: openSession(host, SESSION), dispose }))

describe('an open session', () => {
  it('with pages and deltas in any order is the whole log reduced', async () => {
    const step = fc.record({
      take: fc.integer({ min: 1, max: 8 }),
      page: fc.boolean(),
      wait: fc.boolean(),
      again: fc.nat({ max: 30 }),
      fails: fc.nat({ max: 9 }),
    })
    await fc.assert(
      fc.asyncProperty(
        sessionLog(300),
        fc.array(step, { minLength: 10, maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        async (log, steps, keep, size) => {
          const host = new PagingHost(keep, size)
          const { view, dispose } = open(host.view)
          let at = 0
          for (const { take, page, wait, again, fails } of steps) {
            const events = log.slice(at, at + take)
            at += take
            host.fails = fails === 0
            if (events.length > 0) host.events(events)
            if (again === 0) host.snapshot()
            if (page) view.loadEarlier().catch((error) => expect(error.code).toBe('link.lost'))
            if (wait) await settle()
          }
          const rest = log.slice(at)
          if (rest.length > 0) host.events(rest)
          host.fails = false
          await settle()
          host.caughtUp()
          for (let i = 0; view.earlier() > 0 && i < 400; i += 1) await view.loadEarlier()
          for (let i = 0; i < 20; i += 1) await settle()
          expect(view.state()).toEqual(host.whole)
          dispose()
        },
      ),
      { numRuns: 150 },
    )
  })

  it('shares all turns between two deltas of text', async () => {
    const host = fakeHost({
      states: {
        [SESSION]: aState({
          seq: 1,
          earlier: 1,
          settled: [aTurn({ n: 2 })],
          current: aTurn({ n: 3, state: 'running' }),
        }),
      },
      script: { call: () => ({ turns: [aTurn({ n: 1 })], earlier: 0 }) },
    })
    const { view, dispose } = open(host)
    await settle()
    await view.loadEarlier()
    const before = view.state()
    host.append(SESSION, { type: 'text', turn: 3, block: 1, kind: 'message', text: 'more' })
    const after = view.state()
    expect(after).not.toBe(before)
    expect(after?.settled.map(({ n }) => n)).toEqual([1, 2])
    expect(after?.settled).toBe(before?.settled)
    dispose()
  })

  it('asks once for a page however often it is asked, and not at all when there is none', async () => {
    const host = fakeHost({
      states: { [SESSION]: aState({ earlier: 1, settled: [aTurn({ n: 2 })] }) },
      script: { call: () => ({ turns: [aTurn({ n: 1 })], earlier: 0 }) },
    })
    const { view, dispose } = open(host)
    await settle()
    await Promise.all([view.loadEarlier(), view.loadEarlier()])
    await view.loadEarlier()
    expect(host.askedTo('call')).toHaveLength(1)
    dispose()
  })

  describe('when a turn settles out of order while a page is on its way', () => {
    const whole = (settled: readonly number[], queued: readonly number[]): SessionState =>
      aState({
        settled: settled.map((n) => aTurn({ n })),
        current: aTurn({ n: 2, state: 'running' }),
        queued: queued.map((n) => aTurn({ n, state: 'queued' })),
      })
    /** Follows turn 6; while each of the first pages is on its way, one of these is taken back. */
    const taking = (back: readonly number[]) => {
      let now = whole([1, 6], [3, 4, 5])
      const host = fakeHost({
        states: { [SESSION]: trim(now, 1) },
        script: {
          call: (_name, { before }) => {
            const turn = back[host.askedTo('call').length - 1]
            const events =
              turn === undefined ? [] : [{ type: 'turn.settled', at: 1, turn, outcome: 'cancelled' } as const]
            host.append(SESSION, ...events)
            now = events.reduce(
              (state, event) => reduce(state, { ...event, seq: state.seq + 1 }) ?? state,
              now,
            )
            return historyPage(now, Number(before), 9)
          },
        },
      })
      return { host, ...open(host) }
    }

    it('asks again, for that page no longer fits', async () => {
      const { host, view, dispose } = taking([5])
      await settle()
      await view.loadEarlier()
      expect(host.askedTo('call').map(({ args }) => args.before)).toEqual([6, 5])
      expect(view.state()?.settled.map(({ n }) => n)).toEqual([1, 5, 6])
      expect(view.earlier()).toBe(0)
      dispose()
    })

    it('leaves it for later when that goes on', async () => {
      const { host, view, dispose } = taking([5, 4, 3])
      await settle()
      await view.loadEarlier()
      expect(host.askedTo('call')).toHaveLength(MAX_PAGE_TRIES)
      expect(view.state()?.settled.map(({ n }) => n)).toEqual([3, 4, 5, 6])
      await view.loadEarlier()
      expect(view.state()?.settled.map(({ n }) => n)).toEqual([1, 3, 4, 5, 6])
      dispose()
    })
  })

  it('refuses a page that leaves a gap', async () => {
    const host = fakeHost({
      states: { [SESSION]: aState({ earlier: 5, settled: [aTurn({ n: 6 })] }) },
      script: { call: () => ({ turns: [aTurn({ n: 1 })], earlier: 0 }) },
    })
    const { view, dispose } = open(host)
    await settle()
    await expect(view.loadEarlier()).rejects.toMatchObject({ code: 'link.protocol' })
    expect(host.askedTo('call')).toHaveLength(MAX_PAGE_TRIES)
    expect(view.state()?.settled.map(({ n }) => n)).toEqual([6])
    dispose()
  })

  it('shows what it showed before when it is opened again, and stops following when it is left', async () => {
    const host = fakeHost({ states: { [SESSION]: aState() } })
    const first = open(host)
    await settle()
    first.dispose()
    expect(host.askedTo('unfollow')).toHaveLength(1)
    const second = open(host)
    expect(second.view.state()).toEqual(first.view.state())
    second.dispose()
  })

  it('says why it is over', async () => {
    const { view, dispose } = open(fakeHost())
    await settle()
    expect(view.ended()?.code).toBe('host.unknown_session')
    dispose()
  })

  it('is not caught up while the host is away', async () => {
    const host = fakeHost({ states: { [SESSION]: aState() } })
    const { view, dispose } = open(host)
    expect(view.caughtUp()).toBe(true)
    host.setStatus({ connection: 'offline' })
    expect(view.caughtUp()).toBe(false)
    dispose()
  })
})
