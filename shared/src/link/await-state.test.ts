import { describe, expect, it } from 'vitest'
import { HearthError } from '../protocol/index.ts'
import { awaitState } from './await-state.ts'
import { Cell } from './cell.ts'
import { systemClock } from './clock.ts'
import type { ConnectionState } from './connection-state.ts'

const waitFor = (at: ConnectionState, after?: ConnectionState, failed: HearthError | null = null) => {
  const state = new Cell<ConnectionState>(at)
  const waiting = awaitState({ state, error: new Cell(failed) }, systemClock, 1, (now) => now === 'live')
  if (after !== undefined) state.set(after)
  return waiting
}

describe('waiting for a connection', () => {
  it('ends when it is there, at once or later', async () => {
    await waitFor('live')
    await waitFor('dialling', 'live')
  })

  it('says that nothing was sent, and how far it got', async () => {
    const stages: string[] = []
    for (const state of ['dialling', 'handshaking'] as const) {
      const error = await waitFor(state).catch((why: unknown) => why)
      expect(error).toMatchObject({ code: 'link.offline' })
      stages.push(String(error))
    }
    expect(new Set(stages).size).toBe(2)
  })

  it('says that the relay answers and the host does not', () =>
    expect(waitFor('waiting')).rejects.toMatchObject({ code: 'host.unreachable' }))

  it('gives the reason of the last failure where there is one', () =>
    expect(waitFor('dialling', undefined, new HearthError('relay.rate'))).rejects.toMatchObject({
      code: 'relay.rate',
    }))

  it('does not wait for a link that was closed', async () => {
    await expect(waitFor('closed')).rejects.toMatchObject({ code: 'link.closed' })
    await expect(waitFor('dialling', 'closed')).rejects.toMatchObject({ code: 'link.closed' })
  })
})
