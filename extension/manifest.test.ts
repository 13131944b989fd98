// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const manifest = read('../wxt.config.ts')
const sources = ['entrypoints/background.ts', 'page/background.ts', 'page/tab/ask.ts', 'page/tab/sites.ts']
const code = sources.map((path) => read(`./${path}`)).join('\n')

/** What an entry of the manifest lists. */
const listed = (key: string): string[] => {
  const [, list = ''] = new RegExp(`^ *${key}: (\\[[^;]*?\\]),$`, 'm').exec(manifest) ?? []
  return [...list.replace(/=== '\w+'/, '').matchAll(/'([^']+)'/g)].flatMap(([, power]) => power ?? [])
}

it('the manifest asks for no power that nothing uses, and opens no way in (W9)', () => {
  const powers = listed('permissions')
  expect(powers).not.toEqual([])
  // What lets a page be read is no part of the browser's interface: it comes with a press, for one page.
  expect(powers.filter((power) => !code.includes(`browser.${power}`))).toEqual(['activeTab'])
  expect(manifest).not.toMatch(/externally_connectable|web_accessible_resources|content_scripts/)
})

it('no page can be read without a press there, or without a word for its site; private windows never', () => {
  expect(manifest).not.toMatch(/(?<!optional_)host_permissions/)
  expect(listed('permissions')).not.toContain('tabs')
  expect(listed('optional_permissions')).toEqual(['tabs'])
  expect(manifest).toMatch(/incognito: 'not_allowed'/)
})
