// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import config from '../wxt.config.ts'

const manifest = (browser: string) => config.manifest({ browser } as Parameters<typeof config.manifest>[0])

it.each(['chrome', 'firefox'])('asks %s for no power that nothing uses (W9)', (browser) => {
  const background = readFileSync(new URL('./entrypoints/background.ts', import.meta.url), 'utf8')
  const { permissions, ...rest } = manifest(browser)
  expect(permissions.filter((one) => !background.includes(`browser.${one}`))).toEqual([])
  expect(Object.keys(rest)).not.toContain('host_permissions')
  expect(Object.keys(rest)).not.toContain('externally_connectable')
  expect(Object.keys(rest)).not.toContain('web_accessible_resources')
})
