import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Hearth } from '../src/world/hearth.ts'
import { confirmPairing, digitsOf, HostPairing } from '../src/world/pairing.ts'
import type { Proc } from '../src/world/process.ts'
import { makeSandbox, type Sandbox } from '../src/world/sandbox.ts'

describe('the command hearth', () => {
  let sandbox: Sandbox
  let hearth: Hearth
  let home: string

  beforeEach(() => {
    sandbox = makeSandbox()
    home = join(sandbox.root, 'h')
    hearth = new Hearth(home, sandbox.env())
  })
  afterEach(async () => {
    await hearth.end()
    sandbox.remove()
  })

  const up = async (...args: string[]): Promise<Proc> => {
    const process = hearth.start(['up', '--port', '0', ...args])
    await process.json('the host to be up', (line) => (line.step === 'up' ? line : undefined))
    return process
  }
  const errorOf = ({ values }: { values: readonly Record<string, unknown>[] }) =>
    (values.at(-1)?.error as { code?: string } | undefined)?.code

  it('says how it is used, with an exit code of its own for each kind of trouble', async () => {
    expect((await hearth.run(['--help'])).out).toContain('Exit codes: 0 ok')
    expect((await hearth.run(['fly'])).code).toBe(2)
    expect((await hearth.run(['revoke'])).code).toBe(2)
    const nobody = await hearth.run(['status'])
    expect([nobody.code, errorOf(nobody)]).toEqual([3, 'control.not_running'])
    const unpaired = await hearth.run(['remote', 'sessions'])
    expect([unpaired.code, errorOf(unpaired)]).toEqual([2, 'input.invalid'])
    const crowded = new Hearth(join(sandbox.root, 'x'.repeat(100)), sandbox.env())
    expect(errorOf(await crowded.run(['status']))).toBe('control.path')
  })

  it('ends in order when its terminal is closed', async () => {
    const process = await up()
    await process.kill('SIGHUP')
    expect(await process.ended, process.tail()).toBe(0)
    expect(existsSync(join(home, 'hearth.sock'))).toBe(false)
  })

  it('starts once, allows only git repositories, and ends when told', async () => {
    const process = await up()
    const second = await hearth.run(['up', '--port', '0'])
    expect([second.code, errorOf(second)]).toEqual([1, 'control.running'])
    const missing = await hearth.run(['projects', 'add', join(sandbox.root, 'nowhere')])
    expect(errorOf(missing)).toBe('host.project_missing')
    const plain = join(sandbox.root, 'plain')
    mkdirSync(plain)
    expect(errorOf(await hearth.run(['projects', 'add', plain]))).toBe('host.project_not_git')
    expect(errorOf(await hearth.run(['projects', 'remove', plain]))).toBe('host.unknown_project')
    const repository = sandbox.repository('project')
    const [added] = await hearth.ok(['projects', 'add', repository])
    expect((await hearth.ok(['projects'])).map(({ id }) => id)).toEqual([added?.id])
    await hearth.ok(['down'])
    expect(await process.ended).toBe(0)
    expect(existsSync(join(home, 'hearth.sock'))).toBe(false)
  })

  it('starts again after it was killed', async () => {
    const first = await up()
    await first.kill('SIGKILL')
    const second = await up()
    expect((await hearth.run(['status'])).code).not.toBe(3)
    await second.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  it('does not take a port that is in use, and keeps nothing half started', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as AddressInfo
    const refused = await hearth.run(['up', '--port', String(port)])
    expect([refused.code, errorOf(refused)]).toEqual([1, 'relay.port_in_use'])
    await new Promise((resolve) => taken.close(resolve))
    await up()
  })

  it.each([
    ['a key file that others can read', 'keys.json', '{}', 0o644, 'keys.permissions', 5],
    ['a key file of garbage', 'keys.json', 'garbage', 0o600, 'keys.corrupt', 5],
    ['a database of garbage', 'host.db', 'garbage '.repeat(1000), 0o600, 'host.store', 1],
    ['a configuration of garbage', 'config.json', 'garbage', 0o600, 'input.invalid', 2],
  ])('stops at %s, and leaves it as it is', async (_what, name, content, mode, code, exit) => {
    mkdirSync(home, { mode: 0o700 })
    const file = join(home, name)
    writeFileSync(file, content, { mode })
    chmodSync(file, mode)
    const stopped = await hearth.run(['up', '--port', '0'])
    expect([stopped.code, errorOf(stopped)]).toEqual([exit, code])
    expect(readFileSync(file, 'utf8')).toBe(content)
    const { code: attention, values } = await hearth.run(['doctor'])
    expect(attention).toBe(5)
    expect(values.some(({ state, fix }) => state === 'problem' && fix !== '')).toBe(true)
  })

  it('says which program it looked for, where, and how to get it', async () => {
    const bare = new Hearth(home, { ...sandbox.env(), PATH: join(sandbox.root, 'empty') })
    mkdirSync(home, { mode: 0o700 })
    const agents = { opencode: { program: join(sandbox.root, 'no-such-opencode') } }
    writeFileSync(join(home, 'config.json'), JSON.stringify({ v: 1, relay: null, port: null, agents }), {
      mode: 0o600,
    })
    const { code, values } = await bare.run(['doctor'])
    expect(code).toBe(5)
    const agent = values.find(({ check }) => check === 'agent opencode')
    expect(agent).toMatchObject({ state: 'problem', text: expect.stringContaining('no-such-opencode') })
    expect(String(agent?.fix)).toMatch(/npm install/)
    expect(values.find(({ check }) => check === 'git')).toMatchObject({ state: 'problem' })
  })

  describe('pairing', () => {
    const pair = async (device: string, digitsAre: 'compared' | 'wrong') => {
      const host = new HostPairing(hearth)
      const link = await host.link()
      const remote = hearth.start(['remote', '--device', device, 'pair', '-'])
      remote.say(link)
      remote.finish()
      if (digitsAre === 'compared') await confirmPairing(host, digitsOf(remote))
      else {
        await Promise.all([host.digits(), digitsOf(remote)])
        host.process.say('no')
      }
      return { link, remote: await remote.ended, host: await host.process.ended, values: remote.values() }
    }

    it('ends with a device that can be used, listed and revoked; its link works once', async () => {
      await up('--project', sandbox.repository('project'))
      const { link, remote, host } = await pair('alice', 'compared')
      expect([remote, host]).toEqual([0, 0])
      expect((await hearth.ok(['devices']))[0]).toMatchObject({ name: 'alice' })
      expect((await hearth.ok(['remote', '--device', 'alice', 'projects']))[0]).toMatchObject({
        name: 'project',
      })
      const again = await hearth.run(['remote', '--device', 'mallory', 'pair', '-'], link)
      expect([again.code, errorOf(again)]).toEqual([4, 'pairing.used'])
      await hearth.ok(['revoke', 'alice'])
      const cut = await hearth.run(['remote', '--device', 'alice', 'sessions'])
      expect([cut.code, errorOf(cut)]).toEqual([4, 'relay.refused'])
    })

    it('ends without one when the digits are not the same', async () => {
      await up()
      const { remote, host, values } = await pair('mallory', 'wrong')
      expect([remote, host]).toEqual([4, 4])
      expect(errorOf({ values })).toBe('pairing.declined')
      expect(await hearth.ok(['devices'])).toEqual([])
    })

    it('refuses what is no link, and one that nobody waits under any more', async () => {
      await up()
      expect(errorOf(await hearth.run(['remote', 'pair', '-'], 'hello'))).toBe('pairing.link')
      const host = new HostPairing(hearth)
      const link = await host.link()
      await host.process.kill('SIGTERM')
      await host.process.ended
      const late = await hearth.run(['remote', 'pair', '-'], link)
      expect(late.code).not.toBe(0)
      expect(errorOf(late)).toMatch(/^(pairing\.(used|interrupted|timeout)|relay\.pairing_unknown)$/)
    })
  })
})
