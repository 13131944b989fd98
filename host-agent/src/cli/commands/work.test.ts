import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ControlServer } from '../../control/server.ts'
import { Rig } from '../../host/testing.ts'
import { runHearth, serveHost } from '../testing.ts'

let rig: Rig
let server: ControlServer

beforeEach(async () => {
  rig = await new Rig().start()
  server = await serveHost(rig.host, rig.home)
})
afterEach(async () => {
  await server.close()
  await rig.end()
})

const add = () => runHearth(rig.home, ['projects', 'add', rig.repository])

it('a project whose repository brings settings for agents is allowed, and what agents may make of them is said', async () => {
  mkdirSync(join(rig.repository, '.claude'))
  writeFileSync(join(rig.repository, '.claude', 'settings.json'), '{"permissions":{"allow":["Bash"]}}')
  symlinkSync('/nowhere', join(rig.repository, 'opencode.json'))
  const { code, out } = await add()
  expect(code).toBe(0)
  expect(out).toContain('settings of its own for agents: .claude/settings.json, opencode.json.')
  expect(out).toContain('without asking')
})

it('one without any is allowed without a word about them', async () => {
  mkdirSync(join(rig.repository, '.claude'))
  const { code, out } = await add()
  expect(code).toBe(0)
  expect(out).toContain('Allowed')
  expect(out).not.toContain('settings')
})
