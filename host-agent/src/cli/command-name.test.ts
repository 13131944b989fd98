import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { commandName } from './command-name.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-name-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('is npx in a checkout that npm start runs', () => {
  expect(commandName({ PATH: folder, npm_lifecycle_event: 'start' }, '/there/hearth.mjs')).toBe('npx hearth')
})

it('is the name where it is installed', () => {
  writeFileSync(join(folder, 'hearth'), '')
  chmodSync(join(folder, 'hearth'), 0o755)
  expect(commandName({ PATH: `/nowhere:${folder}` }, '/there/hearth.mjs')).toBe('hearth')
})

it('is a path elsewhere', () => {
  expect(commandName({ PATH: folder }, '/there/hearth.mjs')).toBe(`${process.execPath} /there/hearth.mjs`)
})
