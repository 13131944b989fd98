import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  dialHost,
  newName,
  newRelayIdentity,
  startPushService,
  type TestPushService,
} from '@hearth/shared/testing'
import {
  createSocketTransport,
  type HostLine,
  MAX_PUSH_BODY,
  type PushMessage,
} from '@hearth/shared/transport'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { PUSH_BURST, PUSH_RETRY_AFTER_MS, PUSH_RETRY_MAX_MS } from '../limits.ts'
import { jsonLog } from '../log.ts'
import type { Relay } from '../relay.ts'
import { loggedIn } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

let service: TestPushService
let relay: Relay
let line: HostLine
let logged: string[]
const host = newRelayIdentity()
const room = newName()

beforeEach(async () => {
  service = await startPushService()
  logged = []
  relay = await relayRig({
    pushServices: [service.origin],
    log: jsonLog((text) => logged.push(text)),
    now: () => 1_750_000_000_000,
  })
  line = (await dialHost(createSocketTransport(), relay.url, host, room, [])).line
})
afterEach(async () => {
  await relay.close()
  await service.close()
})

const push = (more: Partial<PushMessage> = {}): PushMessage => ({
  endpoint: `${service.origin}/push/alice`,
  ttl: 600,
  urgency: 'high',
  topic: 'topic-_1',
  authorization: 'vapid t=aaa.bbb.ccc, k=ddd',
  body: new Uint8Array(3000).fill(7),
  ...more,
})

/** A server on loopback that is on nobody's list. */
const bystander = async (): Promise<{ origin: string; asked: () => number; server: Server }> => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, asked: () => asked, server }
}

it('passes a push on as it is, and says nothing of it in the log', async () => {
  await line.push(push())
  expect(service.pushes).toHaveLength(1)
  const [{ path, headers, body } = { path: '', headers: {}, body: new Uint8Array() }] = service.pushes
  expect(path).toBe('/push/alice')
  expect(headers).toMatchObject({
    ttl: '600',
    urgency: 'high',
    topic: 'topic-_1',
    authorization: 'vapid t=aaa.bbb.ccc, k=ddd',
    'content-encoding': 'aes128gcm',
    'content-type': 'application/octet-stream',
    'content-length': '3000',
  })
  expect(body).toEqual(push().body)
  expect(logged.join('')).not.toMatch(/push|alice|topic/)
})

it('asks nobody else, whatever a host names (L3)', async () => {
  const other = await bystander()
  const endpoints = [
    `${other.origin}/push`,
    `${service.origin}@${other.origin.slice('http://'.length)}/`,
    `${service.origin.replace('127.0.0.1', 'localhost')}/push`,
    `${service.origin}.evil.test/`,
    'http://169.254.169.254/latest/meta-data/',
    'https://fcm.googleapis.com/fcm/send/x',
  ]
  for (const endpoint of endpoints) {
    await expect(line.checkPush(endpoint)).rejects.toMatchObject({ code: 'push.endpoint' })
    await expect(line.push(push({ endpoint }))).rejects.toMatchObject({ code: 'push.endpoint' })
  }
  await line.checkPush(`${service.origin}/anything`)
  expect(other.asked()).toBe(0)
  expect(service.pushes).toEqual([])
  other.server.close()
})

it.each([301, 302, 303, 307, 308])('follows no redirect: %i (L3)', async (status) => {
  const other = await bystander()
  service.answer({ status, headers: { location: `${other.origin}/secret` } })
  const refused = await line.push(push()).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'push.failed', retryAfter: undefined })
  expect(other.asked()).toBe(0)
  other.server.close()
})

it.each([
  [404, 'push.gone', undefined],
  [410, 'push.gone', undefined],
  [400, 'push.failed', undefined],
  [401, 'push.failed', undefined],
  [403, 'push.failed', undefined],
  [413, 'push.failed', undefined],
  [429, 'push.failed', PUSH_RETRY_AFTER_MS],
  [500, 'push.failed', PUSH_RETRY_AFTER_MS],
  [503, 'push.failed', PUSH_RETRY_AFTER_MS],
])('says what an answer of %i means: %s', async (status, code, retryAfter) => {
  service.answer(status)
  await expect(line.push(push())).rejects.toMatchObject({ code, retryAfter })
})

it.each([
  ['120', 120_000],
  ['0', PUSH_RETRY_AFTER_MS],
  ['999999999', PUSH_RETRY_MAX_MS],
  ['Wed, 21 Oct 2026 07:28:00 GMT', PUSH_RETRY_AFTER_MS],
  ['-5', PUSH_RETRY_AFTER_MS],
])('hands on how long to wait, within bounds: %s', async (said, retryAfter) => {
  service.answer({ status: 429, headers: { 'retry-after': said } })
  await expect(line.push(push())).rejects.toMatchObject({ code: 'push.failed', retryAfter })
})

it('logs what a push service refuses by its name on the list and its status alone', async () => {
  service.answer(403)
  await line.push(push()).catch(() => undefined)
  expect(logged.filter((text) => text.includes('push'))).toHaveLength(1)
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({
    event: 'push.refused',
    service: service.origin,
    status: 403,
  })
  expect(logged.join('')).not.toContain('alice')
})

it('says that a push service is away', async () => {
  const away = push()
  await service.close()
  await expect(line.push(away)).rejects.toMatchObject({
    code: 'push.failed',
    retryAfter: PUSH_RETRY_AFTER_MS,
  })
  service = await startPushService()
})

it('reads no answer: an endless one holds up nothing', async () => {
  const endless = createServer((_request, response) => {
    response.writeHead(201)
    const more = (): void => {
      while (response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`
  const own = await relayRig({ pushServices: [origin] })
  const mine = (await dialHost(createSocketTransport(), own.url, host, newName(), [])).line
  await mine.push(push({ endpoint: `${origin}/push` }))
  await own.close()
  endless.closeAllConnections()
  endless.close()
})

it('lets a host push so fast and no faster, and another one meanwhile', async () => {
  for (let n = 0; n < PUSH_BURST; n++) await line.push(push())
  await expect(line.push(push())).rejects.toMatchObject({ code: 'relay.rate', retryAfter: 1000 })
  const other = await dialHost(createSocketTransport(), relay.url, newRelayIdentity(), newName(), [])
  await other.line.push(push())
  expect(service.pushes).toHaveLength(PUSH_BURST + 1)
})

it('takes pushes from hosts alone, and of one shape', async () => {
  const alice = newRelayIdentity()
  const { authorization, body, ...plain } = push()
  const said = { ...plain, authorization, body: Buffer.from(body).toString('base64url') }
  await line.setDevices([alice.key])
  const device = await loggedIn(relay.url, alice, { role: 'device', room })
  await device.heard('welcome')
  device.event('push', said)
  expect(await device.heard('end')).toMatchObject({ error: { code: 'relay.protocol' } })
  const odd = [
    { ...said, headers: { host: 'evil.test' } },
    { ...said, authorization: 'vapid t=a.b.c, k=d\r\nhost: evil.test' },
    { ...said, authorization: 'Bearer secret' },
    { ...said, topic: 'a topic' },
    { ...said, topic: 'x'.repeat(33) },
    { ...said, ttl: -1 },
    { ...said, ttl: 86_401 },
    { ...said, urgency: 'very-low' },
    { ...said, body: Buffer.alloc(MAX_PUSH_BODY + 1).toString('base64url') },
    { ...said, body: '' },
    { ...said, endpoint: `${service.origin}/${'x'.repeat(1_024)}` },
  ]
  for (const message of odd) {
    const mallory = newRelayIdentity()
    const socket = await loggedIn(relay.url, mallory, { role: 'host', room: newName(), devices: [] })
    await socket.heard('welcome')
    socket.event('push', message)
    expect(await socket.heard('end')).toMatchObject({ error: { code: 'relay.protocol' } })
  }
  expect(service.pushes).toEqual([])
})
