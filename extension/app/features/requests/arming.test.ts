import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARMING_TABLE, type Arming, type ArmingEvent, armingAfter } from './arming.ts'

const EVENTS: readonly ArmingEvent[] = [
  'show',
  'hide',
  'move',
  'still',
  'down',
  'click',
  'activate',
  'held',
  'cancel',
  'renew',
]
const _ = null

/** Written out a second time: in the order of EVENTS. */
const EXPECTED: Readonly<Record<Arming, readonly (Arming | null)[]>> = {
  away: ['settling', _, _, _, _, _, _, _, _, _],
  settling: [_, 'away', 'settling', 'armed', _, 'settling', 'settling', _, _, 'settling'],
  armed: [_, 'away', 'settling', _, 'pressed', 'settling', 'taken', _, _, 'settling'],
  pressed: [_, 'away', 'settling', _, _, 'taken', 'taken', 'taken', 'armed', 'settling'],
  taken: [_, _, _, _, _, _, _, _, _, 'away'],
}
const STATES = Object.keys(EXPECTED) as Arming[]

describe('arming, each cell', () => {
  const cells = STATES.flatMap((state) =>
    EVENTS.map((event, at) => [state, event, EXPECTED[state][at] ?? null] as const),
  )
  it.each(cells)('%s, %s: %s', (state, event, next) => {
    expect(ARMING_TABLE[state][event]).toBe(next)
    expect(armingAfter(state, event)).toEqual({
      state: next ?? state,
      restart: next === 'settling',
      counts: next === 'taken',
    })
  })
})

it('counts no press that did not begin after a whole wait in sight and in place', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
      let state: Arming = 'away'
      /** What happened since the last wait was over; null while there was none, or it no longer holds. */
      let since: ArmingEvent[] | null = null
      for (const event of events) {
        const after = armingAfter(state, event)
        if (after.counts) {
          expect(since).not.toBeNull()
          if (event === 'click' || event === 'held') expect(since).toContain('down')
        }
        if (event === 'still' && state === 'settling') since = []
        else if (after.restart || ['hide', 'move', 'renew'].includes(event)) since = null
        else since?.push(event)
        if (after.counts) since = null
        state = after.state
      }
    }),
  )
})
