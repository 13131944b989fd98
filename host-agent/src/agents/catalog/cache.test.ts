import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CACHE_AGENTS, PROBE_TTL_MS } from '../limits.ts'
import { ProbeCache } from './cache.ts'

let home: string
let now = 0
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-cache-'))
  now = 1
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const report = vi.fn()
const open = () => new ProbeCache(home, report, () => now)
const can = { resume: true, images: false, list: true, steering: 'interrupts' } as const
const known = { stamp: 's', version: '1.0', can }

it('what was learned of a program is kept across starts, for a while', () => {
  open().set('codex', known)
  expect(open().get('codex', 's')).toMatchObject(known)
  now += PROBE_TTL_MS
  expect(open().get('codex', 's')).toBeNull()
})

it('it is forgotten with the state of the program that it was learned of', () => {
  open().set('codex', known)
  expect(open().get('codex', 'other')).toBeNull()
  expect(open().get('gemini', 's')).toBeNull()
})

it('it does not grow without end: what was learned last stays', () => {
  const cache = open()
  for (let at = 0; at <= CACHE_AGENTS; at++) cache.set(`agent-${at}`, known)
  expect([cache.get('agent-0', 's'), cache.get('agent-1', 's')]).toMatchObject([null, known])
})

it('a cache of garbage is none, and one that can’t be written is told of and does no harm', () => {
  writeFileSync(join(home, 'cache'), 'in the way')
  const cache = open()
  cache.set('codex', known)
  expect(cache.get('codex', 's')).toMatchObject(known)
  expect(report).toHaveBeenCalledTimes(1)
  rmSync(join(home, 'cache'))
  open().set('codex', known)
  writeFileSync(join(home, 'cache/agents.json'), '{')
  expect(open().get('codex', 's')).toBeNull()
})
