import { expect, it } from 'vitest'
import { anId, aRequest, NOW } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { pendingRequests } from './pending.ts'

const asked = (n: number, at: number, over = {}) =>
  aRequest({ id: anId(n), facts: { createdAt: at }, ...over })

it('lists what waits over all hosts, oldest first by the clock of this device', () => {
  const fast = fakeHost({
    id: anId(1),
    skew: 60_000,
    requests: [asked(1, NOW + 30_000), asked(2, NOW + 70_000)],
  })
  const right = fakeHost({
    id: anId(2),
    requests: [
      asked(3, NOW),
      asked(4, NOW - 5_000, { state: 'failed' }),
      asked(5, NOW - 9_000, { state: 'applied' }),
      asked(6, 0, { content: { kind: 'unreadable', why: 'it is too large' } }),
    ],
  })
  const order = pendingRequests([fast, right]).map(({ request }) => request.id)
  expect(order).toEqual([anId(6), anId(1), anId(4), anId(3), anId(2)])
  expect(pendingRequests([fast, right])[1]).toMatchObject({ host: fast, at: NOW - 30_000 })
})

it('lists one session alone', () => {
  const host = fakeHost({ requests: [asked(1, NOW), asked(2, NOW, { session: anId(9) })] })
  expect(pendingRequests([host], anId(9)).map(({ request }) => request.id)).toEqual([anId(2)])
})
