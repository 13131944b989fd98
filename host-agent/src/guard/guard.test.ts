import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuditRecord } from '../audit/entry.ts'
import { type Bench, codeOf, makeBench, SESSION } from '../requests/testing.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { tempFolder } from '../worktrees/testing.ts'
import type { Guard } from './api.ts'
import { openGuard } from './guard.ts'
import { DENIALS_MS, MAX_DENIALS, MAX_REQUESTS, REQUESTS_MS } from './limits.ts'

const ALICE = 'a1'.repeat(16)
const BOB = 'b0'.repeat(16)
const OTHER = '0e'.repeat(16)

let folder: ReturnType<typeof tempFolder>
let db: HostDatabase
let guard: Guard
let now = 1_800_000_000_000
let recorded: AuditRecord[]
let done: string[]
let told: number
let isRecordBroken: boolean

const open = () => {
  guard = openGuard({
    db,
    audit: {
      append: async (record) => {
        if (isRecordBroken) throw new Error('the disk is full')
        recorded.push(record)
        return { index: 0, head: new Uint8Array(64), signature: new Uint8Array(64) }
      },
    },
    now: () => now,
    devices: () => [
      { id: ALICE, name: 'alice' },
      { id: BOB, name: 'bob' },
    ],
    stop: (session, by) => done.push(`stop ${session ?? 'all'} ${by ?? 'host'}`),
    denyAll: async (by) => {
      done.push(`deny all ${by ?? 'host'}`)
    },
    warn: (message) => done.push(message),
  })
  guard.onChange(() => {
    told += 1
  })
}
const restart = () => {
  db.close()
  db = openDatabase(join(folder.path, 'host.db'))
  open()
}

beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
  recorded = []
  done = []
  told = 0
  isRecordBroken = false
  open()
})
afterEach(() => {
  db.close()
  folder.remove()
})

describe('pause', () => {
  it('holds until somebody lets it go on, over a restart', async () => {
    await guard.pause(ALICE)
    restart()
    expect(guard.state(BOB)).toEqual({
      paused: { at: now, by: { id: ALICE, name: 'alice' }, why: 'person' },
      held: [],
      shutOut: false,
    })
    await guard.resume(BOB)
    expect(guard.paused).toBe(false)
    expect(recorded).toEqual([
      { type: 'paused', by: ALICE },
      { type: 'resumed', by: BOB },
    ])
    restart()
    expect(guard.paused).toBe(false)
  })

  it('works though it can’t be recorded, and says so; going on does not', async () => {
    isRecordBroken = true
    await expect(guard.pause(null)).rejects.toThrow('the disk is full')
    expect(guard.paused).toBe(true)
    await expect(guard.resume(null)).rejects.toThrow('the disk is full')
    expect(guard.paused).toBe(true)
  })

  it('works though the database is gone, and says so; going on does not', async () => {
    db.close()
    expect(await codeOf(() => guard.pause(null))).toBe('host.store')
    expect(guard.paused).toBe(true)
    expect(await codeOf(() => guard.resume(null))).toBe('host.store')
    expect(guard.paused).toBe(true)
    db = openDatabase(join(folder.path, 'host.db'))
  })

  it('says who it was: a device by its name, or nobody’s device', async () => {
    await guard.pause(null)
    expect(guard.state(null).paused?.by).toBeNull()
    await guard.resume(null)
    await guard.pause(BOB)
    expect(guard.state(null).paused?.by).toEqual({ id: BOB, name: 'bob' })
    await guard.resume(null)
    await guard.pause(OTHER)
    expect(guard.state(null).paused?.by).toEqual({ id: OTHER, name: 'a device that is gone' })
  })

  it('twice is once', async () => {
    await guard.pause(ALICE)
    await guard.pause(BOB)
    await guard.resume(null)
    await guard.resume(null)
    expect(told).toBe(2)
    expect(recorded).toHaveLength(2)
  })
})

describe('panic', () => {
  it('denies, stops, pauses, and shuts all others out, at once', () => {
    const panicking = guard.panic(ALICE)
    expect(done).toEqual([`deny all ${ALICE}`, `stop all ${ALICE}`])
    expect(guard.paused).toBe(true)
    expect([guard.isShutOut(ALICE), guard.isShutOut(BOB)]).toEqual([false, true])
    return panicking
  })

  it('holds over a restart until the owner lets each in again', async () => {
    await guard.panic(ALICE)
    restart()
    expect(guard.state(BOB)).toMatchObject({ paused: { why: 'panic' }, shutOut: true })
    await guard.resume(ALICE)
    expect(guard.isShutOut(BOB)).toBe(true)
    await guard.letIn(BOB)
    expect(guard.isShutOut(BOB)).toBe(false)
    restart()
    expect(guard.isShutOut(BOB)).toBe(false)
    expect(recorded.map(({ type }) => type)).toEqual(['panic', 'resumed', 'let-in'])
  })

  it('by the owner shuts everybody out; then all are let in', async () => {
    await guard.panic(null)
    expect([guard.isShutOut(ALICE), guard.isShutOut(BOB)]).toEqual([true, true])
    await guard.letIn(null)
    expect([guard.isShutOut(ALICE), guard.isShutOut(BOB)]).toEqual([false, false])
  })

  it('lets in the one that is named, and no other; who was not shut out needs no record', async () => {
    await guard.letIn(BOB)
    expect(recorded).toEqual([])
    await guard.panic(null)
    await guard.letIn(BOB)
    expect([guard.isShutOut(ALICE), guard.isShutOut(BOB)]).toEqual([true, false])
    await guard.letIn(BOB)
    expect(recorded.map(({ type }) => type)).toEqual(['panic', 'let-in'])
  })

  it('by one who is shut out shuts the first one out too', async () => {
    await guard.panic(ALICE)
    await guard.panic(BOB)
    expect([guard.isShutOut(ALICE), guard.isShutOut(BOB)]).toEqual([true, true])
  })

  it('is not undone by what was on its way before it', async () => {
    await guard.panic(BOB)
    const resuming = codeOf(() => guard.resume(BOB))
    const lettingIn = codeOf(() => guard.letIn(ALICE))
    await guard.panic(BOB)
    expect(await resuming).toBe('host.paused')
    expect(await lettingIn).toBe('host.paused')
    expect(guard.paused).toBe(true)
    expect(guard.isShutOut(ALICE)).toBe(true)
  })
})

describe('a session is held', () => {
  const deny = (times: number) => {
    for (let n = 0; n < times; n += 1) guard.denied(SESSION)
  }

  it('after three denials in five minutes; its turn is stopped', async () => {
    deny(MAX_DENIALS - 1)
    expect(guard.isHeld(SESSION)).toBe(false)
    deny(1)
    expect(guard.state(null).held).toEqual([{ session: SESSION, at: now, why: 'denials' }])
    expect(done).toEqual([`stop ${SESSION} host`])
    expect(guard.isHeld(OTHER)).toBe(false)
    await Promise.resolve()
    expect(recorded).toEqual([{ type: 'held', session: SESSION, why: 'denials' }])
  })

  it('not after three in more than that', () => {
    deny(MAX_DENIALS - 1)
    now += DENIALS_MS
    deny(MAX_DENIALS - 1)
    expect(guard.isHeld(SESSION)).toBe(false)
  })

  it('when it asks more than twenty times in a minute (A41)', () => {
    const admitted = Array.from({ length: 50 }, () => guard.admits(SESSION))
    expect(admitted.filter(Boolean)).toHaveLength(MAX_REQUESTS)
    expect(guard.state(null).held).toMatchObject([{ session: SESSION, why: 'requests' }])
    expect(done).toEqual([`stop ${SESSION} host`])
    expect(guard.admits(OTHER)).toBe(true)
  })

  it('not when it asks as often in more than that', () => {
    for (let n = 0; n < 50; n += 1) {
      expect(guard.admits(SESSION)).toBe(true)
      now += Math.ceil(REQUESTS_MS / MAX_REQUESTS)
    }
  })

  it('not while a person goes on sending it prompts: each counts its own requests', async () => {
    for (let n = 0; n < 3; n += 1) {
      for (let m = 0; m < MAX_REQUESTS; m += 1) expect(guard.admits(SESSION)).toBe(true)
      await guard.prompted(SESSION, ALICE)
    }
    expect(recorded).toEqual([])
  })

  it('until a person sends it something new; denials count on', async () => {
    deny(MAX_DENIALS - 1)
    await guard.prompted(SESSION, ALICE)
    deny(1)
    expect(guard.isHeld(SESSION)).toBe(true)
    await guard.prompted(SESSION, ALICE)
    expect(guard.isHeld(SESSION)).toBe(false)
    expect(recorded.at(-1)).toEqual({ type: 'released', session: SESSION, by: ALICE })
  })

  it('until somebody releases it, over a restart; then it counts anew', async () => {
    deny(MAX_DENIALS)
    await Promise.resolve()
    restart()
    expect(guard.isHeld(SESSION)).toBe(true)
    expect(guard.admits(SESSION)).toBe(false)
    await guard.release(SESSION, BOB)
    expect(recorded.at(-1)).toEqual({ type: 'released', session: SESSION, by: BOB })
    expect(guard.admits(SESSION)).toBe(true)
    deny(MAX_DENIALS - 1)
    expect(guard.isHeld(SESSION)).toBe(false)
  })

  it('once, whatever comes after, and each for itself', async () => {
    deny(MAX_DENIALS + 2)
    for (let n = 0; n < MAX_DENIALS; n += 1) guard.denied(OTHER)
    expect(guard.state(null).held.map(({ session }) => session)).toEqual([SESSION, OTHER])
    expect(done).toEqual([`stop ${SESSION} host`, `stop ${OTHER} host`])
    await guard.release(SESSION, null)
    expect([guard.isHeld(SESSION), guard.isHeld(OTHER)]).toEqual([false, true])
  })

  it('until somebody releases it; denials and requests of before count no more', async () => {
    deny(MAX_DENIALS)
    await guard.release(SESSION, null)
    deny(MAX_DENIALS - 1)
    expect(guard.isHeld(SESSION)).toBe(false)
    for (let n = 0; n <= MAX_REQUESTS; n += 1) guard.admits(SESSION)
    expect(guard.isHeld(SESSION)).toBe(true)
    await guard.release(SESSION, null)
    for (let n = 0; n < MAX_REQUESTS; n += 1) expect(guard.admits(SESSION)).toBe(true)
  })

  it('although that can’t be recorded', async () => {
    isRecordBroken = true
    deny(MAX_DENIALS)
    expect(guard.isHeld(SESSION)).toBe(true)
    await expect.poll(() => done.length).toBe(2)
    await expect(guard.release(SESSION, null)).rejects.toThrow('the disk is full')
    expect(guard.isHeld(SESSION)).toBe(true)
  })
})

it('brakes that can’t be read are not taken for none', () => {
  for (const state of ['{"paused":null}', '{', '']) {
    db.prepare('UPDATE guard SET state = ?').run(state)
    expect(() => open()).toThrow('can’t be read')
  }
})

describe('fifty requests in a minute (A41)', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await makeBench({ guard: () => guard })
  })
  afterEach(() => bench.close())

  it('people see twenty of them; the rest is denied, and the session held', async () => {
    for (let n = 0; n < 50; n += 1) bench.ask()
    await expect.poll(() => bench.settled.length).toBe(50 - MAX_REQUESTS)
    expect(bench.requests.pending()).toHaveLength(MAX_REQUESTS)
    expect(bench.settled.every(({ outcome, by }) => outcome === 'denied' && by === null)).toBe(true)
    expect(guard.isHeld(SESSION)).toBe(true)
  })

  it('what rules settle is no burden to anybody', async () => {
    bench.rules.verdict = { effect: 'allow', rule: '7'.repeat(16), why: '' }
    for (let n = 0; n < 50; n += 1) bench.ask()
    await expect.poll(() => bench.settled.length).toBe(50)
    expect(bench.settled.every(({ outcome }) => outcome === 'allowed')).toBe(true)
    expect(guard.isHeld(SESSION)).toBe(false)
  })

  it('three denials by a person hold the session', async () => {
    for (let n = 0; n < MAX_DENIALS; n += 1) await bench.requests.decideLocally(bench.ask(), { allow: false })
    expect(guard.state(null).held).toMatchObject([{ session: SESSION, why: 'denials' }])
  })
})
