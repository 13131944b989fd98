import { expect, test } from 'vitest'
import { WAKE_TABLE, type WakeEvent, type WakeState } from './wake.ts'

/** Each cell in words: the state that follows, and what is done. */
const CELLS: Record<WakeState, Record<WakeEvent, string>> = {
  settling: {
    due: 'told, send',
    'due-quiet': 'quiet, morning',
    watched: 'held, rest',
    unwatched: 'settling, nothing',
    gone: 'over, rest',
  },
  held: {
    due: 'held, nothing',
    'due-quiet': 'held, nothing',
    watched: 'held, nothing',
    unwatched: 'settling, settle',
    gone: 'over, rest',
  },
  quiet: {
    due: 'told, send',
    'due-quiet': 'quiet, morning',
    watched: 'held, rest',
    unwatched: 'quiet, nothing',
    gone: 'over, rest',
  },
  told: {
    due: 'told, send',
    'due-quiet': 'told, skip',
    watched: 'seen, rest',
    unwatched: 'told, nothing',
    gone: 'over, withdraw',
  },
  seen: {
    due: 'seen, nothing',
    'due-quiet': 'seen, nothing',
    watched: 'seen, nothing',
    unwatched: 'told, resume',
    gone: 'over, withdraw',
  },
  over: {
    due: 'over, nothing',
    'due-quiet': 'over, nothing',
    watched: 'over, nothing',
    unwatched: 'over, nothing',
    gone: 'over, nothing',
  },
}

const cells = (Object.keys(CELLS) as WakeState[]).flatMap((state) =>
  (Object.keys(CELLS[state]) as WakeEvent[]).map((event) => [state, event, CELLS[state][event]] as const),
)

test.each(cells)('%s, %s: %s', (state, event, then) => {
  const { to, act } = WAKE_TABLE[state][event]
  expect(`${to}, ${act}`).toBe(then)
})

test('has no other cell', () => {
  expect(
    Object.entries(WAKE_TABLE).flatMap(([state, row]) => Object.keys(row).map((event) => [state, event])),
  ).toEqual(cells.map(([state, event]) => [state, event]))
})

test('only who was told is told that it no longer waits, and nobody is told on a screen', () => {
  for (const row of Object.values(WAKE_TABLE)) {
    expect(['held', 'seen', 'settling', 'quiet', 'told', 'over']).toContain(row.watched.to)
    expect([row.watched.act, row.unwatched.act]).not.toContain('send')
    expect(row.gone.to).toBe('over')
  }
  const withdrawing = (Object.keys(WAKE_TABLE) as WakeState[]).filter(
    (state) => WAKE_TABLE[state].gone.act === 'withdraw',
  )
  expect(withdrawing).toEqual(['told', 'seen'])
})
