import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Hearth } from '../src/world/hearth.ts'
import { errorOf, pair, up, useHearth } from './use-hearth.ts'

const alone = useHearth()

it('says how it is used, with an exit code of its own for each kind of trouble', async () => {
  const { sandbox, hearth } = alone()
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
  const { home } = alone()
  const process = await up(alone())
  await process.kill('SIGHUP')
  expect(await process.ended, process.tail()).toBe(0)
  expect(existsSync(join(home, 'hearth.sock'))).toBe(false)
})

it('starts once, allows only git repositories, and ends when told', async () => {
  const { sandbox, home, hearth } = alone()
  const process = await up(alone())
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

it('a pairing ends with a device that can be used, listed and revoked; its link works once', async () => {
  const { sandbox, hearth } = alone()
  await up(alone(), '--project', sandbox.repository('project'))
  const { link, remote, host } = await pair(alone(), 'alice', 'compared')
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
