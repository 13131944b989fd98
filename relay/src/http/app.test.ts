import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doorkeeper } from '../auth/origins.ts'
import { openSqlite } from '../store/sqlite.ts'
import { createApp } from './app.ts'
import { securityHeaders } from './headers.ts'

const ORIGIN = 'https://relay.example'
const headers = { host: 'relay.example' }
const store = openSqlite(':memory:')
const make = (webRoot?: string) =>
  createApp({ store, webRoot, door: () => doorkeeper(ORIGIN, 4870, []), publicOrigin: () => ORIGIN })

describe('every answer', () => {
  it('tells a browser to run its own scripts only and to talk to this relay only', async () => {
    const app = await make()
    for (const url of ['/', '/health', '/nowhere']) {
      const policy = String((await app.inject({ url, headers })).headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("connect-src 'self' wss://relay.example;")
      expect(policy).toContain("require-trusted-types-for 'script'")
      expect(policy).not.toContain('unsafe')
    }
  })

  it('keeps the address it was opened at to itself, pairing links included (P19)', async () => {
    const app = await make()
    for (const url of ['/', '/p', '/nowhere']) {
      expect((await app.inject({ url, headers })).headers['referrer-policy']).toBe('no-referrer')
    }
  })

  it('asks for HTTPS ever after only where it is HTTPS', () => {
    expect(securityHeaders(ORIGIN)).toHaveProperty('strict-transport-security')
    expect(securityHeaders('http://127.0.0.1:1')).not.toHaveProperty('strict-transport-security')
  })
})

it('answers probes by any name, and nothing else', async () => {
  const app = await make()
  const status = async (url: string) =>
    (await app.inject({ url, headers: { host: 'relay:8787' } })).statusCode
  expect([await status('/health'), await status('/ready'), await status('/')]).toEqual([200, 200, 403])
})

describe('without a web app', () => {
  it('says what it is and how to pair', async () => {
    const answer = await (await make()).inject({ url: '/', headers })
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.body).toContain('hearth pair')
  })
})

describe('with a web app', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'hearth-web-'))
    mkdirSync(join(root, 'assets'))
    writeFileSync(join(root, 'index.html'), '<!doctype html>app')
    writeFileSync(join(root, 'assets', 'app-BD3x9_2f.js'), 'export {}')
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
    expect((await app.inject({ url: '/my-serviceworker.js', headers })).headers['cache-control']).toBe(
      'no-cache',
    )
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
