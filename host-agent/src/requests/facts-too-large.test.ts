import * as fs from 'node:fs'
import { join } from 'node:path'
import { MAX_REQUEST_BYTES, PermissionFacts } from '@hearth/shared/session'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ask } from '../agents/driver.ts'
import { type Bench, codeOf, makeBench } from './testing.ts'

let bench: Bench
beforeEach(async () => {
  bench = await makeBench()
})
afterEach(() => bench.close())

describe('too large to be asked remotely (A36)', () => {
  const huge: Ask = { type: 'command', command: `echo ${'a'.repeat(200_000)}; rm -rf ~` }

  it('waits, offers nothing, and is decided at the host', async () => {
    const alice = await bench.device('alice')
    const request = bench.ask(huge)
    expect(await codeOf(() => bench.requests.offer(request, bench.channel(alice)))).toBe('request.too_large')
    expect(bench.requests.pending()).toMatchObject([{ request, facts: new Uint8Array(0) }])
    expect(bench.requests.facts(request)?.length).toBeGreaterThan(200_000)
    expect(await bench.requests.decideLocally(request, { allow: true })).toMatchObject({
      outcome: 'allowed',
      by: null,
    })
    expect(fs.readFileSync(join(bench.home, 'audit.log'), 'utf8')).toContain('"type":"local"')
  })

  it('is a matter of one byte', async () => {
    const alice = await bench.device('alice')
    const size = (length: number) => {
      const request = bench.ask({ type: 'other', detail: 'a'.repeat(length) })
      return { request, bytes: bench.requests.facts(request)?.length ?? 0 }
    }
    const room = MAX_REQUEST_BYTES - size(0).bytes
    const fits = size(room)
    const over = size(room + 1)
    expect([fits.bytes, over.bytes]).toEqual([MAX_REQUEST_BYTES, MAX_REQUEST_BYTES + 1])
    const channel = bench.channel(alice)
    expect(await codeOf(() => bench.requests.offer(fits.request, channel))).toBe('accepted')
    expect(await codeOf(() => bench.requests.offer(over.request, channel))).toBe('request.too_large')
  })

  it('offers a rule only where there is room to say so', () => {
    const told = (length: number) => {
      const request = bench.ask({ type: 'other', detail: 'a'.repeat(length) })
      const bytes = bench.requests.facts(request) ?? new Uint8Array(0)
      return { size: bytes.length, ...v.parse(PermissionFacts, JSON.parse(new TextDecoder().decode(bytes))) }
    }
    expect(told(0)).toMatchObject({ offers: [1, 16], suggestions: [] })
    bench.rules.suggestions = [{ type: 'command', words: ['npm', 'test'], rest: 'nothing' }]
    const room = MAX_REQUEST_BYTES - told(0).size
    expect(told(room)).toMatchObject({ offers: [1, 2, 16], size: MAX_REQUEST_BYTES })
    expect(told(room + 1)).toMatchObject({ offers: [1, 16], suggestions: [] })
  })
})
