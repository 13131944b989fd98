import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { MAX_LIVE_AGENTS, MAX_LIVE_AGENTS_HARD, WARM_IDLE_MS } from './limits.ts'
import { ManualClock } from './testing/manual-clock.ts'
import { type WarmHandle, WarmPool } from './warm.ts'

class Handle implements WarmHandle {
  readonly processes: 'shared' | 'per-session'
  isBusy = false
  released = 0
  constructor(processes: 'shared' | 'per-session' = 'per-session') {
    this.processes = processes
  }
  busy(): boolean {
    return this.isBusy
  }
  release(): void {
    if (this.isBusy) throw new Error('let go while it was busy')
    this.released += 1
  }
}

let clock: ManualClock
let pool: WarmPool
beforeEach(() => {
  clock = new ManualClock()
  pool = new WarmPool(clock)
})

const entered = (count: number, isBusy = false): Handle[] =>
  Array.from({ length: count }, () => {
    const handle = new Handle()
    handle.isBusy = isBusy
    pool.enter(handle)
    return handle
  })

describe('time', () => {
  test('what was not used for a while is let go, once', () => {
    const handle = new Handle('shared')
    pool.enter(handle)
    clock.advance(WARM_IDLE_MS - 1)
    expect(handle.released).toBe(0)
    clock.advance(1)
    expect(handle.released).toBe(1)
    clock.advance(3 * WARM_IDLE_MS)
    expect(handle.released).toBe(1)
    expect(clock.nextIn).toBeNull()
  })

  test('using it begins the time anew', () => {
    const handle = new Handle()
    pool.enter(handle)
    clock.advance(WARM_IDLE_MS - 1)
    pool.touch(handle)
    clock.advance(WARM_IDLE_MS - 1)
    expect(handle.released).toBe(0)
    clock.advance(1)
    expect(handle.released).toBe(1)
  })

  test('what is busy stays, and its time begins when that was seen', () => {
    const [handle] = entered(1, true)
    clock.advance(5 * WARM_IDLE_MS)
    expect(handle?.released).toBe(0)
    if (handle) handle.isBusy = false
    clock.advance(WARM_IDLE_MS)
    expect(handle?.released).toBe(1)
  })

  test('what left is not let go', () => {
    const [handle] = entered(1)
    if (handle) pool.leave(handle)
    expect(clock.nextIn).toBeNull()
    clock.advance(2 * WARM_IDLE_MS)
    expect(handle?.released).toBe(0)
  })

  test('a pool that is closed lets nothing go', () => {
    const [handle] = entered(1)
    pool.close()
    clock.advance(2 * WARM_IDLE_MS)
    expect(handle?.released).toBe(0)
    expect(pool.live).toBe(0)
  })
})

describe('room', () => {
  test('the one that was used longest ago makes room', () => {
    const handles = entered(MAX_LIVE_AGENTS)
    if (handles[0]) pool.touch(handles[0])
    entered(1)
    expect(handles.map((handle) => handle.released)).toEqual([0, 1, ...handles.slice(2).map(() => 0)])
    expect(pool.live).toBe(MAX_LIVE_AGENTS)
  })

  test('those of a shared process take none', () => {
    entered(MAX_LIVE_AGENTS)
    for (let n = 0; n < 100; n++) pool.enter(new Handle('shared'))
    expect(pool.live).toBe(MAX_LIVE_AGENTS)
  })

  test('while all are at work more are let in, up to a bound', () => {
    entered(MAX_LIVE_AGENTS_HARD, true)
    expect(pool.live).toBe(MAX_LIVE_AGENTS_HARD)
    expect(() => pool.enter(new Handle())).toThrow(expect.objectContaining({ code: 'agent.too_many' }))
    expect(pool.live).toBe(MAX_LIVE_AGENTS_HARD)
    pool.enter(new Handle('shared'))
  })

  test('one that was refused may come again when there is room', () => {
    const handles = entered(MAX_LIVE_AGENTS_HARD, true)
    const late = new Handle()
    expect(() => pool.enter(late)).toThrow()
    if (handles[3]) handles[3].isBusy = false
    pool.enter(late)
    expect(handles[3]?.released).toBe(1)
  })

  test('beyond the usual number an end of work is used to shrink', () => {
    const handles = entered(MAX_LIVE_AGENTS + 2, true)
    for (const handle of handles.slice(0, 3)) handle.isBusy = false
    if (handles[2]) pool.touch(handles[2])
    expect(handles.slice(0, 3).map((handle) => handle.released)).toEqual([1, 1, 0])
    expect(pool.live).toBe(MAX_LIVE_AGENTS)
  })

  test('taking in what is there is using it', () => {
    const handles = entered(MAX_LIVE_AGENTS)
    if (handles[0]) pool.enter(handles[0])
    expect(pool.live).toBe(MAX_LIVE_AGENTS)
    entered(1)
    expect(handles[1]?.released).toBe(1)
  })

  test('letting one go may make another leave', () => {
    const other = new Handle()
    const first: WarmHandle = {
      processes: 'per-session',
      busy: () => false,
      release: () => pool.leave(other),
    }
    pool.enter(first)
    pool.enter(other)
    clock.advance(WARM_IDLE_MS)
    expect(other.released).toBe(0)
    expect(pool.live).toBe(0)
  })
})

describe('waiting for room', () => {
  test('ends when one has left, in the order of asking, as far as there is room', () => {
    const handles = entered(MAX_LIVE_AGENTS_HARD, true)
    const came: string[] = []
    const come = (name: string) => () => {
      came.push(name)
      const late = new Handle()
      late.isBusy = true
      pool.enter(late)
    }
    pool.wait(come('first'))
    const giveUp = pool.wait(come('second'))
    pool.wait(come('third'))
    pool.rested()
    expect(came).toEqual([])
    giveUp()
    if (handles[0]) pool.leave(handles[0])
    expect(came).toEqual(['first'])
    if (handles[1]) handles[1].isBusy = false
    pool.rested()
    expect(came).toEqual(['first', 'third'])
    expect(handles[1]?.released).toBe(1)
    expect(pool.live).toBe(MAX_LIVE_AGENTS_HARD)
  })

  test('whoever comes and takes nothing leaves the room to the next', () => {
    const [first] = entered(MAX_LIVE_AGENTS_HARD, true)
    const came: number[] = []
    for (const n of [1, 2]) pool.wait(() => came.push(n))
    if (first) pool.leave(first)
    expect(came).toEqual([1, 2])
  })
})

const LIMITS = { idleMs: 100, live: 3, hard: 5 }

test('whatever happens: nothing busy is let go, the bound holds, and the order of use decides', () => {
  const step = fc.record({
    what: fc.constantFrom('enter', 'touch', 'leave', 'work', 'rest', 'wait'),
    which: fc.nat(11),
    ms: fc.nat(60),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const time = new ManualClock()
      const tried = new WarmPool(time, LIMITS)
      const handles = Array.from({ length: 12 }, (_, n) => new Handle(n < 9 ? 'per-session' : 'shared'))
      /** What should be there, in the order of use, with the time since which it was idle and unused. */
      const order: Handle[] = []
      const usedAt = new Map<Handle, number>()
      const use = (handle: Handle): void => {
        if (order.includes(handle)) order.splice(order.indexOf(handle), 1)
        order.push(handle)
        usedAt.set(handle, time.now())
      }
      for (const { what, which, ms } of steps) {
        const handle = handles[which]
        if (handle === undefined) continue
        const before = new Map(handles.map((one) => [one, one.released]))
        const own = order.filter((one) => one.processes === 'per-session')
        const idle = own.filter((one) => !one.isBusy)
        let most = own.length
        if (what === 'enter') {
          const isNew = !order.includes(handle) && handle.processes === 'per-session'
          if (isNew) most = LIMITS.live - 1
          const full =
            isNew && own.length - Math.min(idle.length, Math.max(0, own.length - most)) >= LIMITS.hard
          if (full) expect(() => tried.enter(handle)).toThrow()
          else {
            tried.enter(handle)
            use(handle)
          }
        } else if (what === 'touch') {
          if (order.includes(handle)) {
            use(handle)
            most = LIMITS.live
          }
          tried.touch(handle)
        } else if (what === 'leave') {
          tried.leave(handle)
          if (order.includes(handle)) order.splice(order.indexOf(handle), 1)
        } else if (what === 'work') handle.isBusy = true
        else if (what === 'rest') handle.isBusy = false
        else time.advance(ms)

        const gone = handles.filter((one) => one.released !== before.get(one))
        for (const one of gone) {
          expect(one.released).toBe((before.get(one) ?? 0) + 1)
          expect(one.isBusy).toBe(false)
          if (what === 'wait')
            expect(time.now() - (usedAt.get(one) ?? 0)).toBeGreaterThanOrEqual(LIMITS.idleMs)
        }
        if (what === 'enter' || what === 'touch') {
          // Those that go are the idle ones that were used longest ago, and as many as it takes.
          const now = what === 'touch' ? order.filter((one) => idle.includes(one)) : idle
          expect(gone).toHaveLength(Math.min(now.length, Math.max(0, own.length - most)))
          expect(new Set(gone)).toEqual(new Set(now.slice(0, gone.length)))
        } else if (what !== 'wait') expect(gone).toEqual([])
        for (const one of gone) order.splice(order.indexOf(one), 1)
        expect(tried.live).toBe(order.filter((one) => one.processes === 'per-session').length)
        expect(tried.live).toBeLessThanOrEqual(LIMITS.hard)
      }
      // In the end everything that rests is let go.
      for (const handle of handles) handle.isBusy = false
      time.advance(3 * LIMITS.idleMs)
      expect(tried.live).toBe(0)
      expect(time.nextIn).toBeNull()
    }),
  )
})
