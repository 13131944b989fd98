import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateIdentity, type LocalIdentity, verifyHead } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { HearthError } from '@hearth/shared/protocol'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Audit, AuditOptions } from './api.ts'
import { archives } from './archive.ts'
import type { AuditLine, AuditRecord } from './entry.ts'
import { AppendFile } from './file.ts'
import { MAX_NOTES } from './limits.ts'
import { openAudit } from './log.ts'

const provider = createNodeProvider()
const device = 'aa'.repeat(16)
let home: string
let host: LocalIdentity
let timers: (() => void)[]
let warnings: string[]

beforeEach(async () => {
  home = fs.mkdtempSync(join(tmpdir(), 'hearth-note-'))
  host = await generateIdentity(provider)
  timers = []
  warnings = []
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(home, { recursive: true, force: true })
})

const open = (more: Partial<AuditOptions> = {}): Promise<Audit> =>
  openAudit({
    ...{ provider, host, home, now: () => 1, warn: (message) => warnings.push(message) },
    after: (_ms, run) => {
      timers.push(run)
      return () => {
        timers = timers.filter((other) => other !== run)
      }
    },
    ...more,
  })
const passed = () => {
  for (const run of timers.splice(0)) run()
}
const push = (subscribed: boolean): AuditRecord => ({ type: 'push', device, subscribed })
const revoke: AuditRecord = { type: 'revoked', device, policyEpoch: 2, by: null }
const lines = (file = 'audit.log'): AuditLine[] =>
  fs
    .readFileSync(join(home, file), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditLine)
const types = () => lines().map(({ type }) => type)

describe('entries that nobody waits for', () => {
  it('share one write and one signed head, after a moment', async () => {
    const audit = await open()
    const heads: number[] = []
    audit.onHead(({ index }) => heads.push(index))
    for (let n = 0; n < 20; n += 1) audit.note(push(n % 2 === 0))
    expect(lines()).toEqual([])
    passed()
    await until(() => heads.length > 0, 'the head')
    expect(lines()).toHaveLength(20)
    await audit.close()
    expect(heads).toEqual([20])
    await verifyHead(provider, host.signKey, audit.head)
  })

  it('are written before the next one that somebody waits for, in the order of the calls', async () => {
    const audit = await open()
    audit.note(push(true))
    const done = audit.append(revoke)
    audit.note(push(false))
    expect((await done).index).toBeGreaterThanOrEqual(2)
    await audit.close()
    expect(types()).toEqual(['push', 'revoked', 'push'])
  })

  it('are told to who listens, once they are on disk', async () => {
    const audit = await open()
    const told: number[] = []
    audit.onEntry(({ i }) => told.push(i))
    audit.note(push(true))
    expect(told).toEqual([])
    await audit.append(revoke)
    expect(told).toEqual([1, 2])
    await audit.close()
  })

  it('are bounded: of more than may wait, the oldest are given up and counted', async () => {
    const audit = await open()
    for (let n = 0; n < MAX_NOTES + 3; n += 1) audit.note(push(true))
    await audit.close()
    expect(lines()).toHaveLength(MAX_NOTES + 1)
    expect(lines()[0]).toMatchObject({ type: 'lost', count: 3 })
  })

  it('are written when the host ends', async () => {
    const audit = await open()
    audit.note(push(true))
    await audit.close()
    expect(types()).toEqual(['push'])
    expect((await open()).head.index).toBe(1)
  })

  it('that could not be read again are not written', async () => {
    const audit = await open()
    audit.note({ type: 'starter', starter: 'x'.repeat(10_000), enabled: true })
    audit.note(push(true))
    await audit.close()
    expect(types()).toEqual(['push'])
    expect(warnings).toEqual(['The audit did not take an entry (starter).'])
  })
})

describe('a disk that takes nothing', () => {
  it('has notes tried again, and what is given up counted', async () => {
    const audit = await open()
    const disk = vi.spyOn(AppendFile.prototype, 'write').mockRejectedValue(new HearthError('decision.audit'))
    for (let n = 0; n < MAX_NOTES - 1; n += 1) audit.note(push(true))
    await expect(audit.append(revoke)).rejects.toMatchObject({ code: 'decision.audit' })
    expect(lines()).toEqual([])
    disk.mockRestore()
    passed()
    await audit.close()
    const [first, ...rest] = lines()
    expect(first).toMatchObject({ type: 'lost', count: MAX_NOTES - 1 - rest.length })
    expect(rest.length).toBe(MAX_NOTES / 2)
    expect(warnings).toHaveLength(1)
    expect((await open()).trouble).toBeNull()
  })
})

describe('a file that grows large', () => {
  const rotateAt = 4_000
  const certificate = `${'00'.repeat(136)}00000fffffffffff${'00'.repeat(69)}`
  const grow = async (entries: number) => {
    const audit = await open({ rotateAt })
    for (let n = 0; n < entries; n += 1) await audit.append(push(true))
    await audit.close()
    return audit.head
  }

  it('is put away, and the chain goes on in the next', async () => {
    const head = await grow(60)
    const files = archives(home)
    expect(files.length).toBeGreaterThan(1)
    expect(files[0]?.first).toBe(1)
    for (const [n, file] of files.entries()) expect(file.first).toBe((files[n - 1]?.last ?? 0) + 1)
    expect(lines()[0]).toMatchObject({ type: 'continued', i: (files.at(-1)?.last ?? 0) + 1, from: 1 })
    expect(fs.statSync(files[0]?.path ?? '').mode & 0o777).toBe(0o600)
    const again = await open({ rotateAt })
    expect(again.trouble).toBeNull()
    await verifyHead(provider, host.signKey, again.head, head)
    await again.close()
  })

  it('hands on whose signatures the next one holds: certificates, rights and passkeys of those that are still here', async () => {
    const audit = await open({ rotateAt })
    const bob = 'bb'.repeat(16)
    await audit.append({ type: 'paired', device, name: 'alice', certificate })
    await audit.append({ type: 'paired', device: bob, name: 'bob', certificate })
    await audit.append({ type: 'limited', device, rights: ['read'], riskMax: 1, by: null })
    const key = { id: 'abc', publicKey: 'def0', site: { rpId: 'r', origin: 'o' } }
    await audit.append({ type: 'passkey', device, ...key })
    await audit.append({ type: 'revoked', device: bob, policyEpoch: 2, by: null })
    for (let n = 0; n < 40; n += 1) await audit.append(push(true))
    await audit.close()
    expect(archives(home).length).toBeGreaterThan(0)
    expect(lines().slice(0, 4)).toMatchObject([
      { type: 'continued' },
      { type: 'paired', device, name: 'alice', carried: true },
      { type: 'limited', device, rights: ['read'], carried: true },
      { type: 'passkey', device, ...key, carried: true },
    ])
    expect(lines().filter((line) => line.type === 'paired')).toHaveLength(1)
  })

  it('goes on where the host died between putting it away and the next', async () => {
    const head = await grow(30)
    fs.renameSync(join(home, 'audit.log'), join(home, `audit-${'0'.repeat(12)}-${'9'.repeat(12)}.log`))
    const again = await open({ rotateAt })
    expect(again.trouble).toBeNull()
    expect(again.head.index).toBe(head.index + 1)
    await again.close()
  })

  it('grows on where it can’t be put away', async () => {
    fs.mkdirSync(join(home, 'audit.log.next', 'x'), { recursive: true })
    await grow(30)
    expect(archives(home)).toEqual([])
    expect(lines()).toHaveLength(30)
    expect(warnings[0]).toContain('could not be put away')
  })
})
