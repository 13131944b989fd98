// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('the manifest asks for no power that nothing uses, and opens no way in (W9)', () => {
  const manifest = read('../wxt.config.ts')
  const background = read('./entrypoints/background.ts')
  const [, line = ''] = /^ *permissions: (.*)$/m.exec(manifest) ?? []
  const powers = [...line.replace(/=== '\w+'/, '').matchAll(/'(\w+)'/g)].map(([, power]) => power)
  expect(powers).not.toEqual([])
  expect(powers.filter((power) => !background.includes(`browser.${power}`))).toEqual([])
  expect(manifest).not.toMatch(
    /host_permissions|externally_connectable|web_accessible_resources|content_scripts/,
  )
})
