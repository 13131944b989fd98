import type { RequestView } from '@hearth/shared/link'
import { expect, it } from 'vitest'
import { anId, aQuestionRequest, aRequest, NOW } from '../../testing/build.ts'
import { fakeHost } from '../../testing/fake-host.ts'
import { pendingRequests } from '../requests/pending.ts'
import { inboxOf } from './order.ts'

const asked = (n: number, risk: 1 | 2 | 3 | 4, minutes: number, session = 1): RequestView =>
  aRequest({ id: anId(n), session: anId(session), facts: { risk, createdAt: NOW - minutes * 60_000 } })

const order = (hosts: readonly ReturnType<typeof fakeHost>[]) =>
  inboxOf(pendingRequests(hosts)).map(({ host, session, items }) => [
    host.paired.host.name,
    session,
    items.map(({ request }) => request.id),
  ])

it('has the gravest first and the oldest first among those, by session, over all hosts', () => {
  const desk = fakeHost({
    id: anId(101),
    name: 'desk',
    requests: [asked(1, 2, 90), asked(2, 3, 5), asked(3, 3, 30), asked(4, 4, 1, 2)],
  })
  const shed = fakeHost({ id: anId(102), name: 'shed', requests: [asked(1, 3, 60), asked(5, 1, 600, 3)] })
  expect(order([desk, shed])).toEqual([
    ['desk', anId(2), [anId(4)]],
    ['shed', anId(1), [anId(1)]],
    ['desk', anId(1), [anId(3), anId(2), anId(1)]],
    ['shed', anId(3), [anId(5)]],
  ])
})

it('has what can’t be read first, and what only wants words last', () => {
  const host = fakeHost({
    name: 'desk',
    requests: [
      aQuestionRequest(undefined, { id: anId(1), session: anId(1) }),
      asked(2, 1, 1, 2),
      aRequest({ id: anId(3), session: anId(3), content: { kind: 'unreadable', why: 'it is too large' } }),
      asked(4, 4, 1, 4),
    ],
  })
  expect(order([host]).map(([, session]) => session)).toEqual([anId(3), anId(4), anId(2), anId(1)])
})

it('has nothing of what is over', () => {
  const host = fakeHost({ requests: [{ ...asked(1, 3, 1), state: 'applied' }] })
  expect(order([host])).toEqual([])
})
