import { describe, expect, it } from 'vitest'
import { ENDS, endOf, settlementOf, type Terminal } from './stop-reason.ts'

const cells = Object.entries(ENDS).flatMap(([terminal, row]) =>
  Object.entries(row).map(([asked, outcome]) => [terminal as Terminal, asked, outcome] as const),
)

describe('the end of a turn', () => {
  it.each(cells)('by %s, %s, is %s', (terminal, asked, outcome) => {
    const how = settlementOf({ terminal, message: 'why' }, asked === 'stopped')
    expect(how.outcome).toBe(outcome)
    if (how.outcome === 'completed') expect(how.stopReason).toBe(terminal)
    if (how.outcome === 'failed') expect(how.error.message).toBe('why')
  })

  it.each([
    [{ result: { stopReason: 'end_turn', more: 1 } }, 'end_turn'],
    [{ result: { stopReason: 'tired' } }, 'other'],
    [{ result: { stopReason: 5 } }, 'other'],
    [{ result: null }, 'other'],
    [{ error: { code: 400, message: 'no' } }, 'error'],
    [{ error: 'no' }, 'error'],
    [{ error: { code: -32000 } }, 'sign_in'],
  ])('is read from %j', (answer, terminal) => {
    expect(endOf(answer, null).terminal).toBe(terminal)
  })

  it('says what an error says, clipped, and never nothing', () => {
    const message = (error: unknown) => endOf({ error }, null).message
    expect(message({ code: 1001, message: '' })).toBe('The agent reported error 1001.')
    expect(message({ code: 1, message: 'a', data: 'b' })).toBe('a: b')
    expect(message({ code: 1, message: 'a', data: { message: 'c' } })).toBe('a: c')
    expect(message({ code: 1, message: 'x'.repeat(10_000) }).length).toBeLessThan(400)
    expect(message({ code: -32000, message: 'm' })).toContain('Sign in with its own program')
  })
})
