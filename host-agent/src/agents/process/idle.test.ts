import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../sessions/testing/manual-clock.ts'
import { Idle } from './idle.ts'

let clock: ManualClock
let gone: number
let idle: Idle
beforeEach(() => {
  clock = new ManualClock()
  gone = 0
  idle = new Idle({
    ms: 100,
    after: (ms, run) => clock.after(ms, run),
    letGo: () => {
      gone += 1
    },
  })
})

/** A use that lasts until its end is called. */
function begin(): () => Promise<void> {
  let finish = (): void => undefined
  const used = idle.during(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve
      }),
  )
  return () => {
    finish()
    return used
  }
}

describe('what is idle', () => {
  it('is let go when its time is over, counted from the end of its last use', async () => {
    await idle.during(async () => undefined)
    clock.advance(60)
    await expect(idle.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    clock.advance(99)
    expect(gone).toBe(0)
    clock.advance(1)
    expect(gone).toBe(1)
    clock.advance(1_000)
    expect(gone).toBe(1)
  })

  it('is kept for as long as any use lasts', async () => {
    const [first, second] = [begin(), begin()]
    await first()
    clock.advance(1_000)
    expect(gone).toBe(0)
    await second()
    clock.advance(100)
    expect(gone).toBe(1)
  })

  it('is not let go after it was stopped', async () => {
    await idle.during(async () => undefined)
    idle.stop()
    clock.advance(1_000)
    expect(gone).toBe(0)
  })
})
