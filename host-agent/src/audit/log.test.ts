import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateIdentity, type LocalIdentity, verifyHead } from '@hearth/shared/crypto'
import { createNodeProvider } from '@hearth/shared/crypto/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../requests/testing.ts'
import type { Audit } from './api.ts'
import { openAudit } from './log.ts'

const provider = createNodeProvider()
const device = 'aa'.repeat(16)
let home: string
let host: LocalIdentity
let log: string
let head: string

beforeEach(async () => {
  home = fs.mkdtempSync(join(tmpdir(), 'hearth-audit-'))
  host = await generateIdentity(provider)
  log = join(home, 'audit.log')
  head = join(home, 'audit-head.json')
})
afterEach(() => fs.rmSync(home, { recursive: true, force: true }))

const open = () => openAudit({ provider, host, home, now: () => 1 })
const add = (audit: Audit) => audit.append({ type: 'revoked', device, policyEpoch: 2, by: null })
const written = async (entries: number) => {
  const audit = await open()
  for (let i = 0; i < entries; i += 1) await add(audit)
  await audit.close()
  return audit.head
}
const edit = (change: (lines: string[]) => string[]) => {
  const lines = fs.readFileSync(log, 'utf8').trim().split('\n')
  fs.writeFileSync(
    log,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  )
}
const refused = async () => {
  const audit = await open()
  expect(audit.trouble).toContain(log)
  expect(await codeOf(() => add(audit))).toBe('decision.audit')
  await audit.close()
}

describe('the audit', () => {
  it('goes on where it stopped, its head signed, its files private', async () => {
    const first = await written(3)
    const audit = await open()
    expect(audit.trouble).toBeNull()
    expect(audit.head.index).toBe(3)
    const next = await add(audit)
    await verifyHead(provider, host.signKey, next, first)
    for (const file of [log, head]) expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    await audit.close()
  })

  it('keeps the order of entries that come at once', async () => {
    const audit = await open()
    const heads = await Promise.all([add(audit), add(audit), add(audit)])
    // One write, one signed head for all three.
    expect(heads.map(({ index }) => index)).toEqual([3, 3, 3])
    await audit.close()
  })

  it('takes the line that was written before its head was', async () => {
    await written(1)
    const before = fs.readFileSync(head)
    await written(1)
    fs.writeFileSync(head, before)
    const audit = await open()
    expect(audit.trouble).toBeNull()
    expect(audit.head.index).toBe(2)
    await audit.close()
  })

  it('cuts off a line that was torn by a crash, and nothing else', async () => {
    await written(2)
    fs.appendFileSync(log, '{"i":3,"prev":')
    const audit = await open()
    expect(audit.trouble).toBeNull()
    expect((await add(audit)).index).toBe(3)
    await audit.close()
    expect((await open()).trouble).toBeNull()
  })

  it('goes on in a new file after the owner moved a bad one away, so that devices see no rollback', async () => {
    const seen = await written(3)
    edit((lines) => lines.slice(0, 2))
    await refused()
    fs.renameSync(log, join(home, 'audit.old'))
    const audit = await open()
    expect(audit.trouble).toBeNull()
    await verifyHead(provider, host.signKey, audit.head, seen)
    expect(audit.head.index).toBe(4)
    await add(audit)
    await audit.close()
    expect((await open()).trouble).toBeNull()
  })
})

describe('a log that was changed stops every decision (A21)', () => {
  const changes: [string, (lines: string[]) => string[]][] = [
    ['edited', (lines) => lines.map((line, i) => (i === 1 ? line.replace(device, 'bb'.repeat(16)) : line))],
    [
      'its last line edited',
      (lines) => lines.map((line, i) => (i === 3 ? line.replace(device, 'bb'.repeat(16)) : line)),
    ],
    ['a line deleted', (lines) => lines.filter((_, i) => i !== 1)],
    ['its end deleted', (lines) => lines.slice(0, 3)],
    ['all deleted', () => []],
    ['reordered', (lines) => [lines[1], lines[0], lines[2], lines[3]].map((line) => line ?? '')],
    ['a line repeated', (lines) => [...lines, lines[3] ?? '']],
    ['garbage added', (lines) => [...lines, 'garbage']],
    ['an unknown field', (lines) => lines.map((line) => line.replace('{', '{"x":1,'))],
    ['blanks added', (lines) => lines.map((line) => `${line} `)],
  ]
  it.each(changes)('%s', async (_, change) => {
    await written(4)
    edit(change)
    await refused()
  })

  it('says what is wrong with it', async () => {
    await written(4)
    edit((lines) => lines.slice(0, 3))
    expect((await open()).trouble).toContain('entry 4 is missing: 4 were signed')
  })

  it('another host’s head', async () => {
    await written(2)
    host = await generateIdentity(provider)
    await refused()
  })

  it('no head', async () => {
    await written(2)
    fs.rmSync(head)
    await refused()
  })

  it('open to others, or a link', async () => {
    await written(1)
    fs.chmodSync(log, 0o644)
    await refused()
    fs.chmodSync(log, 0o600)
    fs.renameSync(log, join(home, 'real'))
    fs.symlinkSync(join(home, 'real'), log)
    await refused()
  })
})

it('refuses an entry that can’t be written and stays good', async () => {
  const audit = await open()
  expect(
    await codeOf(() => audit.append({ type: 'paired', device, name: 'x'.repeat(20_000), certificate: '' })),
  ).toBe('decision.audit')
  expect((await add(audit)).index).toBe(1)
  await audit.close()
})
