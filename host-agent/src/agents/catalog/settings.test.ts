import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addAgent, enableAgent, removeAgent, withOlder } from './change-settings.ts'
import { readSettings, settingsFile, writeSettings } from './read-settings.ts'
import { NO_SETTINGS } from './settings.ts'
import { SettingsFile } from './settings-file.ts'

let home: string
const files: SettingsFile[] = []
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-settings-'))
})
afterEach(() => {
  for (const file of files.splice(0)) file.close()
  rmSync(home, { recursive: true, force: true })
})

const write = (text: string | object) =>
  writeFileSync(settingsFile(home), typeof text === 'string' ? text : JSON.stringify(text), { mode: 0o600 })
const errorOf = (text: string | object): string => {
  write(text)
  const read = readSettings(home)
  return 'error' in read ? read.error.message : 'none'
}
const mine = { id: 'mine', label: 'Mine', command: 'my-agent', args: ['--acp'], env: { MY_KEY: 's3cr3t' } }

describe('agents.json', () => {
  it('may be absent, and is private when written', () => {
    expect(readSettings(home)).toEqual({ settings: NO_SETTINGS })
    writeSettings(home, { v: 1, custom: [mine] })
    expect(statSync(settingsFile(home)).mode & 0o777).toBe(0o600)
    expect(readSettings(home)).toEqual({ settings: { v: 1, custom: [mine] } })
  })

  it.each([
    ['{"v": 1,\n "agents": {"codex" {}}}', 'line 2, column 21'],
    [{ v: 2 }, 'at v'],
    [{ v: 1, agents: { codex: { modle: 'x' } } }, 'at agents.codex.modle, this is not known'],
    [{ v: 1, agents: { nothing: {} } }, 'no agent of this name comes with Hearth'],
    [{ v: 1, agents: { codex: { program: 'codex-acp' } } }, 'at agents.codex.program'],
    [{ v: 1, custom: [{ ...mine, id: 'Mine!' }] }, 'at custom[0].id'],
    [{ v: 1, custom: [{ ...mine, id: 'codex' }] }, 'its id is that of an agent that comes with Hearth'],
    [{ v: 1, custom: [mine, mine] }, 'at custom[1], its id is that of another one'],
    [{ v: 1, custom: [{ ...mine, command: '' }] }, 'at custom[0].command'],
    [{ v: 1, custom: [{ ...mine, command: './agent' }] }, 'at custom[0].command'],
    [{ v: 1, custom: [{ ...mine, command: 'node_modules/.bin/agent' }] }, 'at custom[0].command'],
    [{ v: 1, agents: { codex: { environment: { X: 'a\0b' } } } }, 'at agents.codex.environment.X'],
    [{ v: 1, custom: [{ ...mine, offers: ['network'] }] }, 'at custom[0].offers'],
    [{ v: 1, custom: [{ ...mine, env: { MY_KEY: 31337 } }] }, 'at custom[0].env.MY_KEY'],
  ])('that is wrong says where: %j', (content, where) => {
    expect(errorOf(content)).toContain(where)
    expect(errorOf(content)).toContain(settingsFile(home))
  })

  it('shows no value in what it says is wrong', () => {
    for (const env of [{ MY_KEY: 31337 }, { 'MY KEY': 's3cr3t' }, 's3cr3t'])
      expect(errorOf({ v: 1, custom: [{ ...mine, env }] })).not.toMatch(/31337|s3cr3t/)
    expect(errorOf('{"v": 1, "custom": [{"env": {"MY_KEY": s3cr3t}}]}')).not.toContain('s3cr3t')
  })

  it('that others can read is refused', () => {
    write({ v: 1 })
    chmodSync(settingsFile(home), 0o644)
    expect(readSettings(home)).toMatchObject({
      error: { code: 'agent.config', message: expect.stringContaining('chmod') },
    })
  })
})

describe('changes of settings', () => {
  it('switch agents on and off, and leave the rest', () => {
    const before = { v: 1, agents: { codex: { model: 'x' } }, custom: [mine] } as const
    const settings = { ...before, custom: [...before.custom] }
    expect(enableAgent(settings, 'codex', false).agents).toEqual({ codex: { model: 'x', enabled: false } })
    expect(enableAgent(settings, 'mine', false).custom).toEqual([{ ...mine, enabled: false }])
    expect(() => enableAgent(settings, 'nobody', true)).toThrow(
      expect.objectContaining({ code: 'host.unknown_agent' }),
    )
  })

  it('add and remove agents of the person’s own only', () => {
    const added = addAgent(NO_SETTINGS, mine)
    expect(added.custom).toEqual([mine])
    expect(() => addAgent(added, mine)).toThrow(expect.objectContaining({ code: 'agent.config' }))
    expect(() => addAgent(added, { ...mine, id: 'codex' })).toThrow(
      expect.objectContaining({ code: 'agent.config' }),
    )
    expect(removeAgent(added, 'mine').custom).toEqual([])
    expect(() => removeAgent(added, 'codex')).toThrow(expect.objectContaining({ code: 'agent.config' }))
    expect(() => removeAgent(NO_SETTINGS, 'mine')).toThrow(
      expect.objectContaining({ code: 'host.unknown_agent' }),
    )
  })

  it('take over older settings of agents that nothing is said of', () => {
    const older = { codex: { model: 'old' }, gemini: { mode: 'old' }, gone: { model: 'x' } }
    expect(withOlder({ v: 1, agents: { codex: { model: 'new' } } }, older).agents).toEqual({
      codex: { model: 'new' },
      gemini: { mode: 'old' },
    })
  })
})

describe('a file of settings that is edited', () => {
  const open = () => {
    const file = new SettingsFile(home)
    files.push(file)
    const changed = vi.fn()
    file.onChange(changed)
    return { file, changed }
  }

  it('is in force soon after, however it was written', async () => {
    const { file, changed } = open()
    write({ v: 1, agents: { codex: { enabled: false } } })
    await vi.waitFor(() => expect(file.current().agents?.codex?.enabled).toBe(false))
    writeSettings(home, { v: 1, agents: { codex: { enabled: true } } })
    await vi.waitFor(() => expect(file.current().agents?.codex?.enabled).toBe(true))
    expect(changed).toHaveBeenCalledTimes(2)
    rmSync(settingsFile(home))
    await vi.waitFor(() => expect(file.current()).toEqual(NO_SETTINGS))
  })

  it('keeps what it said before while it can’t be read, and overwrites nothing', async () => {
    write({ v: 1, custom: [mine] })
    const { file } = open()
    write('{"v": 1,')
    await vi.waitFor(() => expect(file.error()).toMatchObject({ code: 'agent.config' }))
    expect(file.current()).toEqual({ v: 1, custom: [mine] })
    expect(() => file.change((settings) => settings)).toThrow(
      expect.objectContaining({ code: 'agent.config' }),
    )
    expect(readFileSync(settingsFile(home), 'utf8')).toBe('{"v": 1,')
    write({ v: 1 })
    await vi.waitFor(() => expect(file.error()).toBeNull())
    expect(file.current()).toEqual(NO_SETTINGS)
  })

  it('is read though the system tells nothing of it', () => {
    const timers: (() => void)[] = []
    const file = new SettingsFile(home, (_ms, run) => {
      timers.push(run)
      return () => undefined
    })
    files.push(file)
    write({ v: 1, custom: [mine] })
    // The look, and the rest after what it saw.
    timers.shift()?.()
    for (const run of timers.splice(0)) run()
    expect(file.current().custom).toEqual([mine])
  })

  it('is changed at once for who changes it', () => {
    const { file, changed } = open()
    file.change((settings) => addAgent(settings, mine))
    expect(file.current().custom).toEqual([mine])
    expect(changed).toHaveBeenCalledTimes(1)
  })
})
