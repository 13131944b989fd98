import { join } from 'node:path'
import type { Link } from '@hearth/shared/link'
import { until } from '@hearth/shared/testing'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Diagnosis } from '../agents/catalog/diagnose.ts'
import { type Member, provider, Rig } from '../host/testing.ts'
import { openDevices } from '../identity/devices.ts'
import { openDatabase } from '../store/open.ts'
import { openManagement } from './manage.ts'

let rig: Rig
let alice: Member
let bob: Member
let a: Link
let b: Link

beforeEach(async () => {
  rig = await new Rig().start()
  await until(() => rig.host.status().relays[0]?.state === 'connected', 'the relay')
  alice = await rig.pair('alice', { rights: ['read', 'prompt', 'admin'] })
  bob = await rig.pair('bob')
  a = await rig.link(alice)
  b = await rig.link(bob)
})
afterEach(() => rig.end())

const audited = () => rig.host.audit.head.index

describe('devices', () => {
  it('are listed with who is here', async () => {
    const { devices } = await b.call('list-devices', {})
    expect(devices).toMatchObject([
      { id: alice.id, name: 'alice', platform: 'cli', live: true },
      { id: bob.id, name: 'bob', live: true },
    ])
    b.close()
    await until(() => rig.host.status().present.length === 1, 'bob to go')
    const after = await a.call('list-devices', {})
    expect(after.devices.map(({ live }) => live)).toEqual([true, false])
  })

  it('rename themselves, and with the right to administer others, in the record and for good', async () => {
    const before = audited()
    expect((await b.call('rename-device', { device: bob.id, name: '  kitchen ' })).device.name).toBe(
      'kitchen',
    )
    expect((await a.call('rename-device', { device: bob.id, name: 'hall' })).device.name).toBe('hall')
    expect(audited()).toBe(before + 2)
    await rig.stop()
    await rig.start()
    expect(rig.host.devices.list().map(({ name }) => name)).toEqual(['alice', 'hall'])
  })

  it.each(['Alice', 'ａｌｉｃｅ', ' ', '\u202e'])('are not renamed to %j', async (name) => {
    const refused = b.call('rename-device', { device: bob.id, name })
    await expect(refused).rejects.toMatchObject({ code: 'host.device_name' })
    expect(rig.host.devices.get(bob.id)?.name).toBe('bob')
  })

  it('do nothing to others without the right to administer', async () => {
    const asked = [
      b.call('rename-device', { device: alice.id, name: 'x' }),
      b.call('revoke-device', { device: alice.id }),
    ]
    for (const call of asked) await expect(call).rejects.toMatchObject({ code: 'host.not_allowed' })
    expect(rig.host.devices.get(alice.id)?.name).toBe('alice')
  })

  it('are revoked by one that administers, and cut', async () => {
    await a.call('revoke-device', { device: bob.id })
    await until(() => b.status().connection === 'revoked', 'bob to hear it')
    for (const call of [
      a.call('revoke-device', { device: bob.id }),
      a.call('rename-device', { device: bob.id, name: 'x' }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'host.unknown_device' })
  })

  it('revoke themselves', async () => {
    const leaving = b.call('revoke-device', { device: bob.id }).catch(() => undefined)
    await until(() => rig.host.devices.get(bob.id) === null, 'bob to be gone')
    await leaving
    expect(rig.host.status().devices).toBe(1)
  })
})

describe('usage', () => {
  it('is added up by day, agent and project, once for each turn', async () => {
    const session = await rig.session(a)
    const ask = async (cost: number): Promise<void> => {
      await (await a.prompt(session, [{ type: 'text', text: 'x' }])).outcome
      await until(() => rig.agent.running.size === 1, 'the turn')
      const usage = { input: 10, output: 2, cached: 1, reasoning: 0, cost }
      rig.agent.turn.accept().draft({ type: 'usage', usage }).settle()
      await until(() => rig.agent.running.size === 0, 'its end')
    }
    await ask(0.25)
    await ask(0.5)
    const rows = async () => (await a.call('read-usage', { days: 7 })).rows
    await vi.waitFor(async () => expect(await rows()).toMatchObject([{ turns: 2 }]))
    const project = rig.host.projects.list()[0]?.id
    const day = new Date()
    const text = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-')
    expect(await rows()).toEqual([
      {
        ...{ day: text, agent: 'opencode', project, turns: 2 },
        usage: { input: 20, output: 4, cached: 2, reasoning: 0, cost: 0.75 },
      },
    ])
  })

  it('of older days is left out', () => {
    const db = openDatabase(join(rig.folder.path, 'usage.db'))
    const day = 24 * 60 * 60_000
    const now = new Date(2026, 10, 21, 0, 30).getTime()
    const spec = JSON.stringify({ project: 'ab'.repeat(8) })
    db.prepare("INSERT INTO session VALUES (1, 's', ?, '{}', 0)").run(spec)
    const add = db.prepare("INSERT INTO usage VALUES (1, ?, ?, 'opencode', 1, 0, 0, 0, 0)")
    for (const [n, at] of [now, now - day, now - 2 * day].entries()) add.run(n, at)
    const parts = {
      ...{ db, devices: openDevices(db, provider, () => now), now: () => now },
      ...{ audit: rig.host.audit, agents: rig.host.agents },
      ...{ isLive: () => false, revoke: async () => null },
    }
    const days = (count: number) =>
      openManagement(parts)
        .usage(count)
        .map((row) => row.day)
    expect(days(1)).toEqual(['2026-11-21'])
    expect(days(2)).toEqual(['2026-11-21', '2026-11-20'])
    db.close()
  })
})

describe('agents', () => {
  const GOOD: Diagnosis = {
    ...{
      id: 'codex',
      label: 'Codex',
      enabled: true,
      command: ['codex'],
      by: 'acp',
      set: [],
      environment: [],
    },
    ...{
      version: '1.2.3',
      can: null,
      modes: null,
      models: null,
      source: null,
      tail: [],
      error: null,
      todo: '',
    },
    steps: [
      { step: 'look', ms: 3 },
      { step: 'start', ms: 400 },
    ],
  }
  const managing = (diagnose: () => Promise<Diagnosis>, enable = vi.fn()) => {
    const db = openDatabase(join(rig.folder.path, 'agents.db'))
    const management = openManagement({
      ...{ db, devices: openDevices(db, provider, Date.now), now: Date.now, audit: rig.host.audit },
      ...{ agents: { diagnose, enable }, isLive: () => false, revoke: async () => null },
    })
    return { management, close: () => db.close() }
  }

  it('are tried, and switched on and off', async () => {
    const enable = vi.fn()
    const { management, close } = managing(async () => GOOD, enable)
    expect(await management.checkAgent('codex')).toEqual({
      starts: true,
      version: '1.2.3',
      ms: 403,
      words: '',
    })
    management.switchAgent('codex', false)
    expect(enable).toHaveBeenCalledWith('codex', false)
    close()
  })

  it('that do not start say why, within a bound', async () => {
    const error = { code: 'agent.start_failed', message: 'It ended at once.' }
    const { management, close } = managing(async () => ({
      ...GOOD,
      error,
      tail: ['no key', 'x'.repeat(9_000)],
    }))
    const { starts, words } = await management.checkAgent('codex')
    expect(starts).toBe(false)
    expect(words).toMatch(/^It ended at once\.\nno key\nx+$/)
    expect(words).toHaveLength(2_000)
    close()
  })

  it('are tried two at a time', async () => {
    const ends: (() => void)[] = []
    const { management, close } = managing(() => new Promise((resolve) => ends.push(() => resolve(GOOD))))
    const both = [management.checkAgent('codex'), management.checkAgent('qwen')]
    await expect(management.checkAgent('pi')).rejects.toMatchObject({ code: 'host.busy' })
    for (const end of ends) end()
    await Promise.all(both)
    const again = management.checkAgent('pi')
    ends.at(-1)?.()
    expect((await again).starts).toBe(true)
    close()
  })
})
