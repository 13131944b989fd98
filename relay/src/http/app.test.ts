import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doorkeeper } from '../auth/origins.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createApp } from './app.ts'
import { securityHeaders } from './headers.ts'

const ORIGIN = 'https://relay.example'
const LOCAL = 'http://127.0.0.1:4870'
const headers = { host: 'relay.example' }
const local = { host: '127.0.0.1:4870' }
const store = openSqlite(':memory:')
const make = (webRoot?: string) =>
  createApp({ store, webRoot, door: () => doorkeeper({ names: [ORIGIN, LOCAL], port: 4870, origins: [] }) })

describe('every answer', () => {
  it('tells a browser to run its own scripts only and to talk to this relay only', async () => {
    const app = await make()
    for (const url of ['/', '/health', '/nowhere']) {
      const policy = String((await app.inject({ url, headers })).headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("connect-src 'self' wss://relay.example;")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).toMatch(/; trusted-types hearth-templates hearth-worker(;|$)/)
      expect(policy).not.toContain('unsafe')
    }
  })

  it('keeps the address it was opened at to itself, pairing links included (P19)', async () => {
    const app = await make()
    for (const url of ['/', '/p', '/nowhere']) {
      expect((await app.inject({ url, headers })).headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('names the relay by the name that was called, and no other of its names', async () => {
    const app = await make()
    const policy = String((await app.inject({ url: '/', headers: local })).headers['content-security-policy'])
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:4870;")
    expect(policy).not.toContain('relay.example')
  })

  it('asks for HTTPS ever after only where it is HTTPS', async () => {
    const app = await make()
    const strict = 'strict-transport-security'
    expect((await app.inject({ url: '/', headers })).headers[strict]).toBe('max-age=31536000')
    expect((await app.inject({ url: '/', headers: local })).headers).not.toHaveProperty(strict)
    expect(securityHeaders('http://127.0.0.1:1')).not.toHaveProperty(strict)
  })

  it('gives pages no power of the device but the camera, for codes, and lets nobody frame them', async () => {
    const answer = await (await make()).inject({ url: '/', headers })
    const powers = String(answer.headers['permissions-policy']).split(', ')
    expect(powers[0]).toBe('camera=(self)')
    expect(powers.slice(1).every((power) => power.endsWith('=()'))).toBe(true)
    expect(powers).toContain('microphone=()')
    expect(answer.headers['x-frame-options']).toBe('DENY')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(answer.headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})

it('answers probes by any name, and nothing else', async () => {
  const app = await make()
  const status = async (url: string) =>
    (await app.inject({ url, headers: { host: 'relay:8787' } })).statusCode
  expect([await status('/health'), await status('/ready'), await status('/')]).toEqual([200, 200, 403])
})

describe('at this machine', () => {
  it.each(['localhost:4870', 'LocalHost:4870', '[::1]:4870'])(
    'sends %s to its one name there, under which keys are kept',
    async (host) => {
      const answer = await (await make()).inject({ url: '/p', headers: { host } })
      // A fragment is never sent; a browser keeps it over a redirect that has none.
      expect([answer.statusCode, answer.headers.location]).toEqual([307, `${LOCAL}/p`])
    },
  )

  it('serves its page by that name and by the public one', async () => {
    const app = await make()
    for (const host of [local, headers])
      expect((await app.inject({ url: '/', headers: host })).statusCode).toBe(200)
  })

  it('sends nobody away where it has no name of this machine: a proxy may call it so', async () => {
    const door = doorkeeper({ names: [ORIGIN], port: 4870, origins: [] })
    const app = await createApp({ store, webRoot: undefined, door: () => door })
    expect((await app.inject({ url: '/', headers: { host: 'localhost:4870' } })).statusCode).toBe(200)
  })
})

describe('without a web app', () => {
  it('says what it is and how to pair', async () => {
    const answer = await (await make()).inject({ url: '/', headers })
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body).toContain('hearth pair')
  })
})

describe('with a web app', () => {
  const SCRIPT = `export const hearth = '${'warm '.repeat(1000)}'\n`
  const script = '/assets/app-BD3x9_2f.js'
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'hearth-web-'))
    mkdirSync(join(root, 'assets'))
    writeFileSync(join(root, 'index.html'), '<!doctype html>app')
    writeFileSync(join(root, 'assets', 'app-BD3x9_2f.js'), SCRIPT)
    writeFileSync(join(root, 'manifest.webmanifest'), '{"name":"Hearth"}')
    writeFileSync(join(root, 'sw.js'), 'self')
    writeFileSync(join(root, 'my-serviceworker.js'), 'self')
    writeFileSync(join(root, '.secret'), 'x')
  })
  afterEach(() => rmSync(root, { recursive: true }))

  it('serves its page under every route of its own', async () => {
    const app = await make(root)
    for (const url of ['/', '/p', '/sessions/1']) {
      const answer = await app.inject({ url, headers })
      expect([answer.statusCode, answer.body]).toEqual([200, '<!doctype html>app'])
      expect(answer.headers['cache-control']).toBe('no-cache')
    }
  })

  it('lets only files with a hash in their name be kept', async () => {
    const app = await make(root)
    const hashed = await app.inject({ url: '/assets/app-BD3x9_2f.js', headers })
    expect(hashed.headers['cache-control']).toContain('immutable')
    for (const url of ['/', '/index.html', '/sw.js', '/my-serviceworker.js', '/manifest.webmanifest'])
      expect((await app.inject({ url, headers })).headers['cache-control'], url).toBe('no-cache')
  })

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('sends files as %s where that is taken', async (encoding, unpack) => {
    const app = await make(root)
    const answer = await app.inject({ url: script, headers: { ...headers, 'accept-encoding': encoding } })
    expect(answer.headers['content-encoding']).toBe(encoding)
    expect(answer.headers.vary).toContain('accept-encoding')
    expect(answer.headers['cache-control']).toContain('immutable')
    expect(answer.rawPayload.length).toBeLessThan(SCRIPT.length / 10)
    expect(unpack(answer.rawPayload).toString()).toBe(SCRIPT)
  })

  it('sends files as they are where nothing else is taken, and no pieces of them', async () => {
    const app = await make(root)
    const answer = await app.inject({ url: script, headers: { ...headers, range: 'bytes=0-3' } })
    expect(answer.headers).not.toHaveProperty('content-encoding')
    expect([answer.statusCode, answer.body]).toEqual([200, SCRIPT])
  })

  it('answers 304 for what has not changed', async () => {
    const app = await make(root)
    const accept = { ...headers, 'accept-encoding': 'br' }
    const { etag } = (await app.inject({ url: '/', headers: accept })).headers
    const again = await app.inject({ url: '/', headers: { ...accept, 'if-none-match': String(etag) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  it.each([
    ['/', 'text/html; charset=utf-8'],
    [script, 'application/javascript; charset=utf-8'],
    ['/manifest.webmanifest', 'application/manifest+json'],
  ])('says what %s is', async (url, type) => {
    const answer = await (await make(root)).inject({ url, headers })
    expect(String(answer.headers['content-type'])).toContain(type)
  })

  it('offers it where browsers give pages keys: over https and on this machine', async () => {
    const named = async (name: string) => {
      const door = doorkeeper({ names: [name], port: 4870, origins: [] })
      const app = await createApp({ store, webRoot: root, door: () => door })
      return app.inject({ url: '/p', headers: { host: new URL(name).host } })
    }
    for (const name of ['https://192.168.1.5', 'http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1'])
      expect((await named(name)).statusCode, name).toBe(200)
    for (const name of ['http://192.168.1.5:4870', 'http://relay.lan', 'http://127.evil.test']) {
      const answer = await named(name)
      expect([answer.statusCode, answer.body], name).toEqual([403, expect.stringContaining('WebCrypto')])
    }
  })

  it('serves no file that is not the app’s', async () => {
    const app = await make(root)
    for (const url of [
      '/.secret',
      '/missing.js',
      '/../package.json',
      '/%2e%2e/%2e%2e/etc/passwd.txt',
      '/..%2fx.ts',
    ]) {
      const answer = await app.inject({ url, headers })
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400)
    }
  })
})
