import { describe, expect, it } from 'vitest'
import { PIPE_TABLE, type PipeEvent, type PipeState, type PipeStep } from './pipe-state.ts'

/** The table once more, by hand: a cell that changes must be changed twice. */
const rows: Record<PipeState, Record<PipeEvent, PipeStep>> = {
  waiting: row('answering', 'refuse', 'refuse', 'refuse', 'refuse', 'ended'),
  answering: row('refuse', 'unconfirmed', 'refuse', 'refuse', 'refuse', 'ended'),
  unconfirmed: row('unconfirmed', 'refuse', 'greeting', 'refuse', 'refuse', 'ended'),
  greeting: row('greeting', 'refuse', 'greeting', 'live', 'refuse', 'ended'),
  live: row('live', 'refuse', 'live', 'refuse', 'live', 'ended'),
  ended: row('ended', 'ended', 'ended', 'ended', 'ended', 'ended'),
}

function row(
  message: PipeStep,
  answered: PipeStep,
  opened: PipeStep,
  greeted: PipeStep,
  timeout: PipeStep,
  end: PipeStep,
): Record<PipeEvent, PipeStep> {
  return { message, answered, opened, greeted, timeout, end }
}

describe('a pipe', () => {
  const cells = Object.entries(rows).flatMap(([state, events]) =>
    Object.entries(events).map(([event, step]) => [state, event, step] as const),
  )
  it.each(cells)('%s, %s: %s', (state, event, step) => {
    expect(PIPE_TABLE[state as PipeState][event as PipeEvent]).toBe(step)
  })

  it('is live only through an answered handshake, a first frame and a hello', () => {
    for (const [state, events] of Object.entries(PIPE_TABLE)) {
      for (const [event, step] of Object.entries(events)) {
        if (step === 'live') expect([state, event]).toSatisfy(([s, e]) => s === 'live' || e === 'greeted')
      }
    }
  })
})
