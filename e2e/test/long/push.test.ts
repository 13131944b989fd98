import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { PushBody, PushWishes } from '@hearth/shared/protocol'
import {
  startPushService,
  type TestPushService,
  type TestSubscription,
  vapidClaims,
} from '@hearth/shared/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Device } from '../../src/world/device.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

let service: TestPushService
beforeAll(async () => {
  service = await startPushService()
})
afterAll(() => service.close())

const world = useWorld(() => World.start({}, { RELAY_PUSH_HOSTS: service.origin }))

let alice: Device
let bob: Device
beforeAll(async () => {
  alice = await world().device('alice')
  bob = await world().device('bob')
})
beforeAll(async () => {
  // A cold agent takes its time; no story here is about that.
  const session = await alice.newSession('main')
  await alice.follow(session).settles(await alice.prompt(session, '[[text n=1]]'))
})
beforeEach(async () => {
  await Promise.all([alice.connect(), bob.connect()])
})
afterEach(() => {
  alice.close()
  bob.close()
})

const ANY: PushWishes = { requests: true, turns: false, quiet: null }
const ROUND_TRIPS = 20

/** Asks for pushes as a browser would; gives what can open them. */
const subscribe = async (device: Device, wishes: Partial<PushWishes> = {}): Promise<TestSubscription> => {
  const browser = service.subscribe()
  const { endpoint, p256dh, auth } = browser
  await device.link.call('push-subscribe', { endpoint, p256dh, auth, wishes: { ...ANY, ...wishes } })
  return browser
}

const bodiesOf = (browser: TestSubscription): PushBody[] => service.opened(browser) as PushBody[]

/** The first push to a browser that is of this kind, about a session or request. */
const push = <K extends PushBody['kind']>(
  browser: TestSubscription,
  kind: K,
  about: string,
): Promise<Extract<PushBody, { kind: K }>> =>
  until(
    `a push (${kind})`,
    () =>
      bodiesOf(browser).find(
        (body): body is Extract<PushBody, { kind: K }> =>
          body.kind === kind && Object.values(body).includes(about),
      ),
    { ms: 40_000, explain: () => JSON.stringify(bodiesOf(browser)) },
  )

/** Sends a prompt and leaves before the agent has got far enough to ask. */
const promptAndLeave = async (device: Device, text: string) => {
  const session = await device.newSession('main')
  const turn = await device.prompt(session, text)
  for (const one of [alice, bob]) one.close()
  return { session, turn }
}

describe('a request while nobody is there', () => {
  it('wakes the device with the exact command, which nobody on the way can read, and is withdrawn once answered', async () => {
    const browser = await subscribe(alice)
    const command = 'echo pushed to nobody but alice > pushed.txt'
    const { session, turn } = await promptAndLeave(alice, `[[bash cmd="${command}"]] [[text n=1]]`)
    const body = await push(browser, 'request', session)
    expect(body).toMatchObject({ session, exact: command, again: 0, host: alice.paired.host.id })
    expect(body.where).toContain('project')
    expect(body.reasons.length).toBeGreaterThan(0)

    const raw = service.pushes.map(({ body: bytes }) => Buffer.from(bytes).toString('latin1')).join()
    expect(raw).not.toContain('pushed to nobody')
    expect(new Set(service.pushes.map(({ body: bytes }) => bytes.length)).size).toBe(1)
    expect(world().relay.said()).not.toMatch(/pushed|echo/)
    expect(world().relay.said()).not.toContain(new URL(browser.endpoint).pathname)

    await bob.connect()
    const request = await bob.request(session, turn)
    expect(request.id).toBe(body.request)
    const bytes = request.content.kind === 'permission' ? request.content.bytes : new Uint8Array()
    expect(body.hash).toBe(createHash('sha512').update(bytes).digest('hex'))
    await bob.link.decide(request.id, 'allow-once')
    expect(await push(browser, 'gone', body.request)).toMatchObject({ how: 'Allowed on bob' })
    const [asked, gone] = service.pushes.filter(({ path }) => browser.endpoint.endsWith(path))
    expect(gone?.headers.topic).toBe(asked?.headers.topic)
    await until('the command to have run', () => existsSync(join(world().repository, 'pushed.txt')))
  })

  it('wakes nobody while it is on a focused screen, and does when nobody looks any more', async () => {
    const browser = await subscribe(alice)
    const session = await bob.newSession('main')
    const turn = await bob.prompt(session, '[[bash cmd="touch watched.txt"]] [[text n=1]]')
    const request = await bob.request(session, turn)
    bob.link.watching([request.id])
    // A later request that nobody looks at is told: by then the one on the screen would have been.
    const other = await alice.newSession('main')
    const later = await alice.request(
      other,
      await alice.prompt(other, '[[bash cmd="touch alone.txt"]] [[text n=1]]'),
    )
    expect(await push(browser, 'request', other)).toMatchObject({ request: later.id })
    expect(bodiesOf(browser).map((body) => 'request' in body && body.request)).not.toContain(request.id)
    bob.close()
    // Its screen is dark now.
    await push(browser, 'request', request.id)
    for (const { id } of [request, later]) await alice.link.decide(id, 'deny')
  })

  it('leaves a device with quiet hours asleep, and wakes another', async () => {
    const hour = new Date().getUTCHours()
    const quiet = { from: ((hour + 23) % 24) * 60, to: ((hour + 2) % 24) * 60, zone: 'UTC' }
    const [asleep, awake] = [await subscribe(alice, { quiet }), await subscribe(bob)]
    bob.close()
    const session = await alice.newSession('main')
    const turn = await alice.prompt(session, '[[bash cmd="touch quiet.txt"]] [[text n=1]]')
    const request = await alice.request(session, turn)
    await push(awake, 'request', request.id)
    expect(bodiesOf(asleep)).toEqual([])
    await alice.link.decide(request.id, 'deny')
    await push(awake, 'gone', request.id)
    expect(bodiesOf(asleep)).toEqual([])
  })
})

it('a turn that ended is told where that is wished, and not while its session is on a focused screen', async () => {
  const browser = await subscribe(alice, { requests: false, turns: true })
  const { session } = await promptAndLeave(alice, '[[text say="done while away"]]')
  expect(await push(browser, 'turn', session)).toMatchObject({ outcome: 'completed' })
  await bob.connect()
  const watched = await bob.newSession('main')
  const other = await bob.newSession('main')
  bob.link.watching([], [watched])
  const seen = bob.follow(watched)
  await seen.settles(await bob.prompt(watched, '[[text n=1]]'))
  await bob.prompt(other, '[[text n=1]]')
  await push(browser, 'turn', other)
  expect(bodiesOf(browser).filter((body) => 'session' in body && body.session === watched)).toEqual([])
})

describe('what comes in between', () => {
  it('a relay that is killed and started again: the push comes all the same', async () => {
    const browser = await subscribe(alice)
    const { session, turn } = await promptAndLeave(
      alice,
      '[[text n=40 delay=50]] [[bash cmd="touch late.txt"]]',
    )
    await world().relay.kill()
    await world().relay.start()
    const body = await push(browser, 'request', session)
    expect(body.exact).toBe('touch late.txt')
    await alice.connect()
    const request = await alice.request(session, turn)
    await alice.link.decide(request.id, 'deny')
  })

  it('a host that is killed: what it had told is withdrawn when it is back, under the same key', async () => {
    const browser = await subscribe(alice)
    const { key } = await alice.link.call('push-key', {})
    const { session } = await promptAndLeave(alice, '[[bash cmd="touch lost.txt"]] [[text n=1]]')
    const body = await push(browser, 'request', session)
    await world().host.kill()
    await world().up()
    expect(await push(browser, 'gone', body.request)).toMatchObject({ how: 'withdrawn' })
    const [asked] = service.pushes.filter(({ path }) => browser.endpoint.endsWith(path))
    const claims = vapidClaims(asked?.headers.authorization ?? '')
    expect(claims.aud).toBe(service.origin)
    expect(Buffer.from(claims.key, 'base64url')).toEqual(Buffer.from(key))
  })
})

it('a relay of one’s own, begun by `hearth up`, forwards to the push services that it is told of, and to no other', async () => {
  const own = await World.make({}, {})
  try {
    const up = own.hearth.start(['up', '--port', '0', '--project', own.repository], {
      RELAY_PUSH_HOSTS: service.origin,
    })
    await up.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
    const charlie = await own.device('charlie')
    const browser = await subscribe(charlie)
    const nonce = randomBytes(8).toString('hex')
    await charlie.link.call('push-test', { nonce })
    expect(bodiesOf(browser)).toMatchObject([{ kind: 'test', nonce }])
    const { p256dh, auth } = service.subscribe()
    const elsewhere = { endpoint: 'https://fcm.googleapis.com/fcm/send/x', p256dh, auth, wishes: ANY }
    await expect(charlie.link.call('push-subscribe', elsewhere)).rejects.toMatchObject({
      code: 'push.endpoint',
    })
  } finally {
    await own.end()
  }
})

describe('a test push', () => {
  it('comes back with its nonce; the way there and back takes milliseconds here', async () => {
    const browser = await subscribe(alice)
    const times: number[] = []
    for (let n = 0; n < ROUND_TRIPS; n++) {
      const nonce = randomBytes(8).toString('hex')
      const start = performance.now()
      await alice.link.call('push-test', { nonce })
      times.push(performance.now() - start)
      expect(bodiesOf(browser).at(-1)).toMatchObject({ kind: 'test', nonce })
    }
    times.sort((a, b) => a - b)
    process.stdout.write(
      `test push, device to host to relay to push service and back: ${times[ROUND_TRIPS / 2]?.toFixed(1)} ms\n`,
    )
  })

  it('says that the push service has forgotten the device, which is pushed to no more', async () => {
    const browser = await subscribe(alice)
    service.answer(410, browser.endpoint)
    const nonce = '0'.repeat(16)
    await expect(alice.link.call('push-test', { nonce })).rejects.toMatchObject({ code: 'push.gone' })
    await expect(alice.link.call('push-test', { nonce })).rejects.toMatchObject({ code: 'push.none' })
    const again = await subscribe(alice)
    await alice.link.call('push-test', { nonce })
    expect(bodiesOf(again)).toMatchObject([{ kind: 'test', nonce }])
  })

  it('goes to no address that the relay does not know (L3)', async () => {
    const { p256dh, auth } = service.subscribe()
    for (const endpoint of [
      'http://169.254.169.254/latest/meta-data/',
      `http://127.0.0.1:${world().relay.port}/health`,
      `${service.origin}@127.0.0.1:${world().relay.port}/`,
      'https://fcm.googleapis.com/fcm/send/x',
      'file:///etc/passwd',
    ]) {
      const asking = alice.link.call('push-subscribe', { endpoint, p256dh, auth, wishes: ANY })
      await expect(asking).rejects.toMatchObject({ code: 'push.endpoint' })
    }
  })

  // The last one: alice is gone for good.
  it('goes to no device that was revoked', async () => {
    const [revoked, other] = [await subscribe(alice), await subscribe(bob)]
    bob.close()
    await world().hearth.ok(['revoke', 'alice'])
    const charlie = await world().device('charlie')
    const session = await charlie.newSession('main')
    const turn = await charlie.prompt(session, '[[bash cmd="touch private.txt"]] [[text n=1]]')
    const request = await charlie.request(session, turn)
    await push(other, 'request', request.id)
    expect(bodiesOf(revoked)).toEqual([])
    await charlie.link.decide(request.id, 'deny')
    charlie.close()
  })
})
