import { describe, expect, it } from 'vitest'
import { REQUEST_TABLE, type RequestEvent, type RequestState, type Step } from './state.ts'

const deciding: Step = { refuse: 'request.deciding' }
const gone: Step = { refuse: 'decision.agent_gone' }

/** The table once more, by hand: a cell that changes must be changed twice. */
const cells: [RequestState, RequestEvent, Step][] = [
  ['pending', 'claim', { to: 'deciding' }],
  ['pending', 'fail', 'ignore'],
  ['pending', 'apply', gone],
  ['pending', 'done', 'ignore'],
  ['pending', 'withdraw', { to: 'settled' }],
  ['deciding', 'claim', deciding],
  ['deciding', 'fail', { to: 'pending' }],
  ['deciding', 'apply', { to: 'applying' }],
  ['deciding', 'done', 'ignore'],
  ['deciding', 'withdraw', { to: 'settled' }],
  ['applying', 'claim', deciding],
  ['applying', 'fail', { to: 'pending' }],
  ['applying', 'apply', deciding],
  ['applying', 'done', { to: 'settled' }],
  ['applying', 'withdraw', 'ignore'],
  ['settled', 'claim', { refuse: 'request.settled' }],
  ['settled', 'fail', 'ignore'],
  ['settled', 'apply', gone],
  ['settled', 'done', 'ignore'],
  ['settled', 'withdraw', 'ignore'],
]

describe('a request', () => {
  it.each(cells)('%s, %s', (state, event, step) => expect(REQUEST_TABLE[state][event]).toEqual(step))

  it('has no other cells', () => {
    const count = Object.values(REQUEST_TABLE).reduce((sum, row) => sum + Object.keys(row).length, 0)
    expect(count).toBe(cells.length)
  })

  it('never leaves `settled`', () => {
    for (const step of Object.values(REQUEST_TABLE.settled)) expect(step).not.toHaveProperty('to')
  })
})
