import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { migrateAgents, readConfig } from './config.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hearth-config-'))
  chmodSync(home, 0o700)
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const write = (name: string, content: unknown) =>
  writeFileSync(join(home, name), typeof content === 'string' ? content : JSON.stringify(content), {
    mode: 0o600,
  })
const read = (name: string) => JSON.parse(readFileSync(join(home, name), 'utf8'))
const config = { v: 1, relay: null, port: 4870 }

it('settings of agents move from config.json to agents.json, where newer ones stay', () => {
  write('config.json', { ...config, agents: { opencode: { model: 'a/b' }, codex: { mode: 'old' } } })
  write('agents.json', { v: 1, agents: { codex: { mode: 'new' } } })
  migrateAgents(home)
  expect(read('agents.json').agents).toEqual({ opencode: { model: 'a/b' }, codex: { mode: 'new' } })
  expect(read('config.json')).toEqual(config)
  migrateAgents(home)
  expect(read('agents.json').agents.opencode).toEqual({ model: 'a/b' })
})

it('they stay where they are while agents.json can’t be read', () => {
  write('config.json', { ...config, agents: { opencode: { model: 'a/b' } } })
  write('agents.json', '{')
  migrateAgents(home)
  expect(readConfig(home).agents).toEqual({ opencode: { model: 'a/b' } })
  expect(readFileSync(join(home, 'agents.json'), 'utf8')).toBe('{')
})

it('no file is made where there is nothing to move', () => {
  write('config.json', { ...config, agents: {} })
  migrateAgents(home)
  expect(existsSync(join(home, 'agents.json'))).toBe(false)
  expect(read('config.json')).toEqual(config)
})
