import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OutboxEntry, PairedHost } from '@hearth/shared/link'
import { createMemoryRelay } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { auditFile } from './audit-file.ts'
import { openDevice } from './device.ts'
import { fileOutbox } from './file-outbox.ts'
import { keepHost, readHosts } from './hosts.ts'

const entry = (n: number): OutboxEntry => ({
  id: n.toString(16).padStart(32, '0'),
  session: 'ab'.repeat(16),
  content: [{ type: 'text', text: `prompt ${n} ✓` }],
  createdAt: n,
})
const paired = (id: string, name: string): PairedHost => ({
  v: 1,
  relay: 'http://127.0.0.1:4870',
  host: { id, name, dhKey: '11'.repeat(32), signKey: '22'.repeat(32) },
  device: { id: '33'.repeat(16), name: 'alice', rights: ['read'], riskMax: 2 },
  certificate: '44'.repeat(213),
  pairedAt: 1,
  expiresAt: 2,
})

describe('the files of a device', () => {
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'hearth-remote-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('keep prompts in order over a restart, readable by the owner only', async () => {
    const folder = join(home, 'outbox')
    const outbox = fileOutbox(folder)
    for (const n of [3, 1, 2]) await outbox.append(entry(n))
    await outbox.remove(entry(1).id)
    await outbox.remove(entry(9).id)
    const again = fileOutbox(folder)
    await again.append(entry(4))
    expect(await again.list()).toEqual([entry(3), entry(2), entry(4)])
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  })

  it('say which kept prompt is damaged, and leave it', async () => {
    const outbox = fileOutbox(join(home, 'outbox'))
    await outbox.append(entry(1))
    const [name = ''] = readdirSync(join(home, 'outbox'))
    writeFileSync(join(home, 'outbox', name), '{"id":')
    await expect(outbox.list()).rejects.toMatchObject({
      code: 'outbox.store',
      message: expect.stringContaining(name),
    })
    expect(readdirSync(join(home, 'outbox'))).toEqual([name])
  })

  it('remember hosts, each once', () => {
    keepHost(home, paired('aa'.repeat(16), 'one'))
    keepHost(home, paired('bb'.repeat(16), 'two'))
    keepHost(home, paired('aa'.repeat(16), 'one anew'))
    expect(readHosts(home).map(({ host }) => host.name)).toEqual(['two', 'one anew'])
  })

  it.each([
    ['garbage', 'garbage'],
    ['a field that is not known', '{"v":1,"hosts":[],"x":1}'],
  ])('stop at %s rather than begin anew', (_what, text) => {
    writeFileSync(join(home, 'hosts.json'), text, { mode: 0o600 })
    expect(() => readHosts(home)).toThrow(expect.objectContaining({ code: 'keys.corrupt' }))
    expect(() => keepHost(home, paired('aa'.repeat(16), 'one'))).toThrow(
      expect.objectContaining({ code: 'keys.corrupt' }),
    )
  })

  it('remember the audit head', async () => {
    const memory = auditFile(join(home, 'audit.json'))
    expect(await memory.read()).toBeNull()
    const head = { index: 3, head: new Uint8Array(64).fill(5) }
    await memory.write(head)
    expect(await auditFile(join(home, 'audit.json')).read()).toEqual(head)
  })
})

describe('a device of this machine', () => {
  const { transport } = createMemoryRelay()
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'hearth-remote-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('has keys of its own, the same at every start', async () => {
    const [alice, bob, again] = [
      await openDevice(home, 'alice', transport),
      await openDevice(home, 'bob', transport),
      await openDevice(home, 'alice', transport),
    ]
    expect(again.keys.identity.id).toEqual(alice.keys.identity.id)
    expect(bob.keys.identity.id).not.toEqual(alice.keys.identity.id)
  })

  it('stops where others can read its keys (L4)', async () => {
    const { folder } = await openDevice(home, 'alice', transport)
    chmodSync(join(folder, 'keys.json'), 0o644)
    await expect(openDevice(home, 'alice', transport)).rejects.toMatchObject({ code: 'keys.permissions' })
  })

  it.each(['../alice', '', 'a/b', '.hidden', 'x'.repeat(41)])('does not take %j as a name', async (name) => {
    await expect(openDevice(home, name, transport)).rejects.toMatchObject({ code: 'input.invalid' })
  })

  it('asks which host is meant where there are several, and says how to pair where there is none', async () => {
    const device = await openDevice(home, 'alice', transport)
    expect(() => device.host(undefined)).toThrow(/is not paired/)
    keepHost(device.folder, paired('aa'.repeat(16), 'one'))
    expect(device.host(undefined).host.name).toBe('one')
    keepHost(device.folder, paired('bb'.repeat(16), 'two'))
    expect(() => device.host(undefined)).toThrow(/--host/)
    expect(device.host('two').host.id).toBe('bb'.repeat(16))
    expect(device.host('aa').host.name).toBe('one')
  })
})
