import { describe, expect, it } from 'vitest'
import { nextSlotState, readSlot, SLOT_EVENTS, SLOT_STATES, type SlotEvent, type SlotState } from './slot.ts'
import { aBody, aSlot } from './testing.ts'

/** Every cell that is a change; all others stay. */
const CHANGES: readonly [SlotState, SlotEvent, SlotState][] = [
  ['asks', 'gone', 'over'],
  ['asks', 'press', 'sending'],
  ['failed', 'ask', 'asks'],
  ['failed', 'gone', 'over'],
  ['failed', 'press', 'sending'],
  ['review', 'ask', 'asks'],
  ['review', 'gone', 'over'],
  ['sending', 'applied', 'done'],
  ['sending', 'elsewhere', 'over'],
  ['sending', 'fail', 'failed'],
  ['sending', 'bar', 'review'],
  ['done', 'ask', 'asks'],
  ['over', 'ask', 'asks'],
]
const expected = (state: SlotState, event: SlotEvent): SlotState =>
  CHANGES.find(([from, by]) => from === state && by === event)?.[2] ?? state

describe('a request’s slot', () => {
  it.each(SLOT_STATES.flatMap((state) => SLOT_EVENTS.map((event) => [state, event] as const)))(
    'in %s by %s',
    (state, event) => {
      expect(nextSlotState(state, event)).toBe(expected(state, event))
    },
  )

  it('shows as done only by a receipt, and takes a press only where there are buttons', () => {
    const into = (state: SlotState) =>
      SLOT_STATES.flatMap((from) =>
        SLOT_EVENTS.filter((by) => from !== state && nextSlotState(from, by) === state).map((by) => [
          from,
          by,
        ]),
      )
    expect(into('done')).toEqual([['sending', 'applied']])
    expect(into('sending')).toEqual([
      ['asks', 'press'],
      ['failed', 'press'],
    ])
  })

  it('is read back as it was kept, and nothing else is', () => {
    const slot = aSlot({ state: 'failed', choice: 'allow', note: 'why' })
    expect(readSlot(structuredClone(slot))).toEqual(slot)
    for (const strange of [
      null,
      { ...slot, v: 2 },
      { ...slot, more: 1 },
      { ...slot, body: { ...aBody(), risk: 5 } },
      { ...slot, body: { kind: 'gone', host: 'a', request: aBody().request, how: '' } },
      { ...slot, choice: 'allow-rule' },
    ]) {
      expect(readSlot(strange)).toBeNull()
    }
  })
})
