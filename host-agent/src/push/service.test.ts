import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HearthError, PushBody, type PushWishes } from '@hearth/shared/protocol'
import type { PendingRequest } from '@hearth/shared/session'
import { type TestSubscription, testSubscription, vapidClaims } from '@hearth/shared/testing'
import type { PushMessage } from '@hearth/shared/transport'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Device, DevicesChange } from '../identity/devices.ts'
import type { RequestsChange } from '../requests/api.ts'
import type { SessionsChange } from '../sessions/api.ts'
import { ManualClock } from '../sessions/testing/manual-clock.ts'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { tempFolder } from '../worktrees/testing.ts'
import type { Push } from './api.ts'
import { DEBOUNCE_MS, PUSH_RETRIES_MS, REPEAT_GAPS_MS, REQUEST_TTL_S } from './limits.ts'
import { openPush } from './service.ts'
import { ANY, askedRequest, device, HOST, permissionRequest } from './testing.ts'

let folder: { path: string; remove: () => void }
let db: HostDatabase
let clock: ManualClock
let push: Push
let devices: Map<string, Device>
let pending: PendingRequest[]
let sent: PushMessage[]
let refusals: HearthError[]
let refuseCheck: HearthError | null
let log: string[]
let shutOut: Set<string>
let tell: {
  request(change: RequestsChange): void
  device(change: DevicesChange): void
  session(change: SessionsChange): void
}
const browsers = new Map<string, TestSubscription>()

const start = (contact: string | null = null) => {
  push = openPush({
    contact,
    home: folder.path,
    db,
    host: HOST,
    devices: {
      get: (id) => devices.get(id) ?? null,
      onChange: (listener) => {
        tell.device = listener
        return () => undefined
      },
    },
    guard: { isShutOut: (id) => shutOut.has(id) },
    requests: {
      pending: () => pending,
      onChange: (listener) => {
        tell.request = listener
        return () => undefined
      },
    },
    sessions: {
      summaries: () => [],
      projects: () => [],
      onChange: (listener) => {
        tell.session = listener
        return () => undefined
      },
    },
    agentLabel: (agent) => agent,
    line: (relay) => {
      if (!relay.startsWith('https://relay')) throw new HearthError('relay.unreachable')
      return {
        checkPush: async () => {
          if (refuseCheck !== null) throw refuseCheck
        },
        push: async (message) => {
          sent.push(message)
          const refusal = refusals.shift()
          if (refusal !== undefined) throw refusal
        },
      }
    },
    clock,
    log: (line) => log.push(line),
  })
}

beforeEach(() => {
  folder = tempFolder()
  db = openDatabase(join(folder.path, 'host.db'))
  clock = new ManualClock()
  devices = new Map(['alice', 'bob'].map((id) => [id, device(id)]))
  pending = []
  sent = []
  refusals = []
  refuseCheck = null
  log = []
  shutOut = new Set()
  tell = { request: () => undefined, device: () => undefined, session: () => undefined }
  browsers.clear()
  start()
})
afterEach(() => {
  push.close()
  db.close()
  folder.remove()
})

const subscribe = async (
  name: string,
  wishes: Partial<PushWishes> = {},
  endpoint = `https://push.test/${name}`,
) => {
  const browser = testSubscription(endpoint)
  browsers.set(endpoint, browser)
  const { p256dh, auth } = browser
  await push.subscribe(name, { endpoint, p256dh, auth, wishes: { ...ANY, ...wishes } })
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const pass = async (ms: number) => {
  clock.advance(ms)
  await settled()
}
const open = (request: PendingRequest) => {
  pending.push(request)
  tell.request({ type: 'opened', request })
}
const answer = (request: PendingRequest, by: string | null, outcome: 'allowed' | 'withdrawn' = 'allowed') => {
  pending = pending.filter((one) => one !== request)
  tell.request({ type: 'gone', request: request.request, outcome, by })
}
/** Everything sent so far, opened by whom it was for. */
const arrived = () =>
  sent.map(({ endpoint, body }) => {
    const text = browsers.get(endpoint)?.open(body).text ?? ''
    return { to: endpoint.split('/').at(-1), ...v.parse(PushBody, JSON.parse(text)) }
  })
const restart = () => {
  push.close()
  pending = []
  start()
}

describe('a request', () => {
  test('is told to every device that asked for it, sealed for each, urgent where it is grave', async () => {
    await subscribe('alice')
    await subscribe('bob', { requests: false })
    const request = permissionRequest({ risk: 3 })
    open(request)
    await pass(DEBOUNCE_MS)
    expect(arrived()).toMatchObject([
      { to: 'alice', kind: 'request', host: HOST, exact: 'git push --force', again: 0 },
    ])
    const [message] = sent
    expect(message).toMatchObject({ ttl: REQUEST_TTL_S, urgency: 'high' })
    expect(Buffer.from(message?.body ?? []).toString('latin1')).not.toContain('git push')
    const claims = vapidClaims(message?.authorization ?? '')
    expect(claims).toMatchObject({ aud: 'https://push.test', sub: 'https://relay.test' })
    expect(Buffer.from(claims.key, 'base64url')).toEqual(Buffer.from(push.key()))
  })

  test('comes from whom the owner named, where push services want to ask', async () => {
    push.close()
    start('mailto:alice@garden.org')
    await subscribe('alice')
    open(permissionRequest({ risk: 3 }))
    await pass(DEBOUNCE_MS)
    expect(vapidClaims(sent[0]?.authorization ?? '').sub).toBe('mailto:alice@garden.org')
  })

  test.each([
    [1, 'normal'],
    [2, 'normal'],
    [3, 'high'],
    [4, 'high'],
  ] as const)('of risk %i is first told with urgency %s, then urgently', async (risk, urgency) => {
    await subscribe('alice')
    open(permissionRequest({ risk }))
    await pass(DEBOUNCE_MS)
    await pass(REPEAT_GAPS_MS[0] ?? 0)
    expect(sent.map((message) => message.urgency)).toEqual([urgency, 'high'])
    expect(new Set(sent.map(({ topic }) => topic)).size).toBe(1)
  })

  test('answered elsewhere is withdrawn under the same topic; who answered is told nothing', async () => {
    await subscribe('alice')
    await subscribe('bob')
    const request = permissionRequest({})
    open(request)
    await pass(DEBOUNCE_MS)
    answer(request, 'bob')
    await settled()
    expect(arrived().slice(2)).toEqual([
      { to: 'alice', kind: 'gone', host: HOST, request: request.request, how: 'Allowed on bob' },
    ])
    expect(sent[2]?.topic).toBe(sent.find(({ endpoint }) => endpoint.endsWith('alice'))?.topic)
  })

  test('answered at once is told to nobody', async () => {
    await subscribe('alice')
    const request = permissionRequest({})
    open(request)
    await pass(DEBOUNCE_MS - 1)
    answer(request, 'bob')
    await pass(DEBOUNCE_MS)
    expect(sent).toEqual([])
  })

  test('whose push was never tried is not withdrawn', async () => {
    await subscribe('alice')
    refusals = [new HearthError('relay.unreachable')]
    const first = permissionRequest({}, '1'.repeat(32))
    const second = permissionRequest({}, '2'.repeat(32))
    open(first)
    await pass(DEBOUNCE_MS)
    open(second)
    await pass(DEBOUNCE_MS)
    answer(second, 'bob')
    await pass(PUSH_RETRIES_MS[0] ?? 0)
    expect(arrived().map(({ kind }) => kind)).toEqual(['request', 'request'])
    expect(arrived()).toMatchObject([{ request: first.request }, { request: first.request }])
  })

  test('on a screen of any device that may read wakes nobody; one that may not counts for nothing', async () => {
    devices.set('mallory', device('mallory', { rights: [] }))
    await subscribe('alice')
    const request = permissionRequest({})
    push.watching('channel', 'bob', { requests: [request.request], sessions: [] })
    open(request)
    await pass(DEBOUNCE_MS)
    expect(sent).toEqual([])
    push.watching('channel', 'bob', { requests: [], sessions: [] })
    push.watching('other', 'mallory', { requests: [request.request], sessions: [] })
    await pass(DEBOUNCE_MS)
    expect(sent).toHaveLength(1)
  })

  test('that waits already when a device subscribes is told to it too', async () => {
    open(askedRequest({ kind: 'plan', plan: 'A plan' }))
    await subscribe('alice')
    await pass(DEBOUNCE_MS)
    expect(arrived()).toMatchObject([{ kind: 'request', title: 'Plan to approve', risk: null }])
  })

  test('in quiet hours waits, unless it is of the gravest', async () => {
    const hour = new Date(clock.now()).getUTCHours()
    await subscribe('alice', { quiet: { from: hour * 60, to: ((hour + 2) % 24) * 60, zone: 'UTC' } })
    open(permissionRequest({ risk: 3 }, '1'.repeat(32)))
    open(permissionRequest({ risk: 4 }, '2'.repeat(32)))
    await pass(DEBOUNCE_MS)
    expect(arrived()).toMatchObject([{ risk: 4 }])
    for (let minute = 0; minute < 121; minute++) await pass(60_000)
    expect(arrived()).toContainEqual(expect.objectContaining({ risk: 3, again: 0 }))
  })
})

describe('who may be told', () => {
  test.each<[string, () => unknown]>([
    ['revoked', () => devices.delete('alice')],
    ['shut out', () => shutOut.add('alice')],
    ['without the right to read', () => devices.set('alice', device('alice', { rights: ['prompt'] }))],
  ])('a device that is %s by then is not', async (_what, change) => {
    await subscribe('alice')
    open(permissionRequest({}))
    change()
    await pass(DEBOUNCE_MS)
    expect(sent).toEqual([])
  })

  test('a device that was removed is forgotten for good', async () => {
    await subscribe('alice')
    const record = device('alice')
    tell.device({ type: 'removed', device: record })
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
    restart()
    open(permissionRequest({}))
    await pass(DEBOUNCE_MS)
    expect(sent).toEqual([])
  })

  test('a device that unsubscribed is not, nor told that something was withdrawn', async () => {
    await subscribe('alice')
    const request = permissionRequest({})
    open(request)
    await pass(DEBOUNCE_MS)
    await push.unsubscribe('alice')
    answer(request, 'bob')
    await pass(DEBOUNCE_MS)
    expect(sent).toHaveLength(1)
  })

  test('a device whose address is gone is not tried again, until it subscribes anew', async () => {
    await subscribe('alice')
    refusals = [new HearthError('push.gone')]
    open(permissionRequest({}))
    await pass(DEBOUNCE_MS)
    await pass(3_600_000)
    expect(sent).toHaveLength(1)
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
    await subscribe('alice', {}, 'https://push.test/alice2')
    await pass(DEBOUNCE_MS)
    expect(sent.at(-1)?.endpoint).toBe('https://push.test/alice2')
  })
})

describe('over a restart', () => {
  test('subscriptions and the key stay, and what was told before is withdrawn', async () => {
    await subscribe('alice')
    const key = push.key()
    const request = permissionRequest({})
    open(request)
    await pass(DEBOUNCE_MS)
    restart()
    await pass(DEBOUNCE_MS)
    expect(push.key()).toEqual(key)
    expect(arrived().at(-1)).toEqual({
      to: 'alice',
      kind: 'gone',
      host: HOST,
      request: request.request,
      how: 'withdrawn',
    })
    expect(sent[1]?.topic).toBe(sent[0]?.topic)
    restart()
    await pass(DEBOUNCE_MS)
    expect(sent).toHaveLength(2)
  })

  test('subscriptions to a key that is gone are void', async () => {
    await subscribe('alice')
    const other = tempFolder()
    folder.remove()
    folder = other
    restart()
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
  })

  test('a key file that can’t be read ends no host; whoever asks is told', async () => {
    await subscribe('alice')
    writeFileSync(join(folder.path, 'push.json'), 'broken')
    restart()
    expect(() => push.key()).toThrow(expect.objectContaining({ code: 'keys.corrupt' }))
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'keys.corrupt' })
    open(permissionRequest({}))
    await pass(DEBOUNCE_MS)
    expect(sent).toEqual([])
    expect(log.join()).toContain('keys.corrupt')
  })
})

describe('a test', () => {
  test('goes at once and is done when the push service took it', async () => {
    await subscribe('alice')
    await push.test('alice', '0123456789abcdef')
    expect(arrived()).toEqual([{ to: 'alice', kind: 'test', host: HOST, nonce: '0123456789abcdef' }])
    expect(sent[0]).toMatchObject({ urgency: 'high' })
  })

  test.each(['push.failed', 'push.gone', 'push.endpoint', 'relay.rate', 'relay.unreachable'] as const)(
    'says why it did not: %s',
    async (code) => {
      await subscribe('alice')
      refusals = [new HearthError(code)]
      await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code })
      const next = code === 'push.gone' ? 'push.none' : undefined
      const again = await push.test('alice', '0'.repeat(16)).catch((error: HearthError) => error.code)
      expect(again).toBe(next)
    },
  )

  test('for a device that did not ask for pushes is refused', async () => {
    await expect(push.test('bob', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
  })
})

describe('subscribing', () => {
  const browser = testSubscription('https://push.test/alice')
  const good = { endpoint: browser.endpoint, p256dh: browser.p256dh, auth: browser.auth, wishes: ANY }
  test.each([
    ['no key', { p256dh: new Uint8Array(65) }, 'host.malformed'],
    ['no secret', { auth: new Uint8Array(4) }, 'host.malformed'],
    ['no zone', { wishes: { ...ANY, quiet: { from: 0, to: 1, zone: 'Nowhere/Else' } } }, 'host.malformed'],
    ['no address', { endpoint: 'push.test' }, 'push.endpoint'],
  ])('with %s is refused', async (_what, odd, code) => {
    await expect(push.subscribe('alice', { ...good, ...odd })).rejects.toMatchObject({ code })
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
  })

  test('is refused where the relay would not pass pushes on', async () => {
    refuseCheck = new HearthError('push.endpoint')
    await expect(push.subscribe('alice', good)).rejects.toMatchObject({ code: 'push.endpoint' })
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
  })

  test('is refused to a device that was revoked while the relay was asked', async () => {
    const subscribing = push.subscribe('alice', good)
    devices.delete('alice')
    await expect(subscribing).rejects.toMatchObject({ code: 'host.not_allowed' })
    devices.set('alice', device('alice'))
    await expect(push.test('alice', '0'.repeat(16))).rejects.toMatchObject({ code: 'push.none' })
  })
})
