import { expect, it } from 'vitest'
import { anId, aRequest } from '../testing/build.ts'
import { fakeHost } from '../testing/fake-host.ts'
import type { Route } from './router.ts'
import { seenRequests } from './waiting-seen.ts'

const [host, other] = [anId(101), anId(102)]
const [s1, s2] = [anId(1), anId(2)]
const [a, b, c, over] = [anId(11), anId(12), anId(13), anId(14)]

it.each<[Route, string[]]>([
  [{ screen: 'request', host, request: a }, [a]],
  [{ screen: 'request', host, request: over }, []],
  [{ screen: 'request', host: other, request: a }, []],
  [{ screen: 'session', host, session: s1 }, [a, b]],
  [{ screen: 'session', host: other, session: s1 }, []],
  [{ screen: 'inbox' }, [a, b, c]],
  [{ screen: 'home' }, []],
  [{ screen: 'new', host }, []],
  [{ screen: 'status' }, []],
  [{ screen: 'notifications' }, []],
  [{ screen: 'pair', link: null }, []],
])('at %j', (route, seen) => {
  const requests = [
    aRequest({ id: a, session: s1 }),
    aRequest({ id: b, session: s1, state: 'failed' }),
    aRequest({ id: c, session: s2 }),
    aRequest({ id: over, session: s1, state: 'applied' }),
  ]
  expect(seenRequests(route, fakeHost({ id: host, requests }))).toEqual(seen)
})
