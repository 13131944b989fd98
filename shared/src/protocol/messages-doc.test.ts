import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Down } from './down.ts'
import { Up } from './up.ts'

const page = readFileSync(new URL('../../../docs/messages.md', import.meta.url), 'utf8')

/** The names in the first column of the table under a heading. */
const named = (heading: string): string[] =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(([, name]) => name ?? ''))
    .sort()

test.each([
  ['From the device', Up],
  ['From the host', Down],
])('docs/messages.md, “%s”, names every message and no other', (heading, union) => {
  expect(named(heading)).toEqual(union.options.map((option) => option.entries.t.literal as string).sort())
})
