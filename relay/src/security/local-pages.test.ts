import { request } from 'node:http'
import { newName, newRelayIdentity } from '@hearth/shared/testing'
import { CHROME_EXTENSION_ORIGIN } from '@hearth/shared/transport/extension-origin'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Relay } from '../relay.ts'
import { loggedIn, rawClient } from '../testing/raw-client.ts'
import { relayRig } from '../testing/relay-rig.ts'

const EXTENSION = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'
let relay: Relay
beforeEach(async () => {
  relay = await relayRig({ origins: [EXTENSION] })
})
afterEach(() => relay.close())

const ask = (
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown> }> =>
  new Promise((resolve, reject) => {
    const asking = request({ port: relay.port, host: '127.0.0.1', path, method, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
    asking.on('error', reject)
    asking.end(body)
  })

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
  'does nothing for a page that sends a %s (W1)',
  async (method) => {
    for (const path of ['/', '/ready', '/relay/?EIO=4&transport=polling']) {
      const headers = { 'content-type': 'text/plain', 'content-length': '3', origin: 'https://evil.test' }
      const answer = await ask(path, { method, headers, body: 'x=1' })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  },
)

it('lets no page read what it serves (W1)', async () => {
  const answer = await ask('/', { headers: { origin: 'https://evil.test' } })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
})

it('speaks no polling, which forms and images could use (W1)', async () => {
  const answer = await ask('/relay/?EIO=4&transport=polling')
  expect(answer.status).toBe(400)
})

it.each([
  'evil.test',
  '0.0.0.0',
  '[::]',
  '127.evil.test',
  'localhost.evil.test',
  '127.0.0.1.evil.test',
  '127.0.0.1',
  'localhost:1',
])('answers nobody who calls it %s (W2)', async (name) => {
  const host = name.includes(':') || name === '127.0.0.1' ? name : `${name}:${relay.port}`
  expect((await ask('/', { headers: { host } })).status).toBe(403)
  await expect(rawClient(relay.url, { v: 1 }, { headers: { host } })).rejects.toThrow(
    'Unexpected server response: 400',
  )
})

it('answers to this machine’s own names', async () => {
  for (const name of ['127.0.0.1', 'localhost', '[::1]', 'LOCALHOST']) {
    expect((await ask('/health', { headers: { host: `${name}:${relay.port}` } })).status).toBe(200)
  }
})

it.each([
  'https://evil.test',
  'null',
  'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba',
  `${EXTENSION}.evil.test`,
  'http://localhost:3000',
  'file://',
  'moz-extension://',
  'moz-extension://evil.test',
  'moz-extension://0b2b4d3c-5a6f-4c1e-9d7a-1234567890ab.evil.test',
  'https://0b2b4d3c-5a6f-4c1e-9d7a-1234567890ab',
  'safari-web-extension://0b2b4d3c-5a6f-4c1e-9d7a-1234567890ab',
])('refuses a WebSocket from the page %s (W3)', async (origin) => {
  await expect(rawClient(relay.url, { v: 1 }, { headers: { origin } })).rejects.toThrow(
    'Unexpected server response: 400',
  )
})

it('takes a WebSocket from its own page, from Hearth’s extension, from those it was told of and from programs', async () => {
  const firefox = 'moz-extension://0b2b4d3c-5a6f-4c1e-9d7a-1234567890ab'
  const pages = [relay.url, CHROME_EXTENSION_ORIGIN, firefox, EXTENSION]
  const callers: Record<string, string>[] = [...pages.map((origin) => ({ origin })), {}]
  for (const headers of callers) {
    const as = { role: 'host' as const, room: newName(), devices: [] }
    const client = await loggedIn(relay.url, newRelayIdentity(), as, { headers })
    await client.heard('welcome')
  }
})
