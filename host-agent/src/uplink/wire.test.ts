import { type CallValue, type Down, HearthError, packEvent, toWireError } from '@hearth/shared/protocol'
import type { SessionEvent } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { Wire } from './wire.ts'

const request = 'aa'.repeat(16)
const result = (value: CallValue): Down => ({ t: 'result', call: 1, value })

describe('what a relay could tell apart by size', () => {
  const wide: [string, Down][] = [
    ['an approval', result({ of: 'decide', outcome: 'allowed', by: request })],
    ['a denial', result({ of: 'decide', outcome: 'denied', by: request })],
    ['a refusal', { t: 'error', call: 1, error: toWireError(new HearthError('decision.rights')) }],
    ['an offer', { t: 'offer', call: 1, request, nonce: new Uint8Array(32), expiresAt: 1, stepUp: null }],
    ['a request that is gone', { t: 'request-gone', request, outcome: 'denied', by: null }],
  ]
  it.each(wide)('%s fills at least 1,024 bytes', (_, message) => {
    expect(new Wire().message(message).minBucket).toBe(1024)
  })

  it('an event that tells how a request went, too', () => {
    const settled: SessionEvent = {
      ...{ type: 'request.settled', seq: 1, at: 1, turn: 1, request },
      ...{ outcome: 'denied', by: null },
    }
    const text: SessionEvent = { type: 'text', seq: 2, turn: 1, block: 0, kind: 'message', text: 'x' }
    const row = (event: SessionEvent) => ({ event, packed: packEvent(event) })
    expect(new Wire().events(1, [row(text), row(settled)]).minBucket).toBe(1024)
    expect(new Wire().events(1, [row(text)]).minBucket).toBe(64)
  })
})
