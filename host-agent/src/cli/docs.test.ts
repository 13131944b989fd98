import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from './program.ts'

const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8')

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

const pathsOf = (command: Command, prefix: string): { path: string; options: string[] }[] => {
  const path = prefix === '' ? command.name() : `${prefix} ${command.name()}`
  const options = command.options.map(({ long }) => long ?? '')
  return [{ path, options }, ...command.commands.flatMap((child) => pathsOf(child, path))]
}

const all = pathsOf(createProgram(), '')

test.each(all)('docs/cli.md has $path and its options', ({ path, options }) => {
  expect(page).toContain(`hearth ${path}`.replace('hearth hearth', 'hearth'))
  const own = options.filter((option) => !['--version', '--help'].includes(option))
  expect(own.filter((option) => !page.includes(option))).toEqual([])
})

test('docs/cli.md has no command that does not exist', () => {
  const written = [...page.matchAll(/`hearth ((?:remote )?(?:--device NAME )?[a-z]+(?:-[a-z]+)*)/g)].map(
    ([, name]) => name ?? '',
  )
  const known = new Set(all.map(({ path }) => path.replace(/^hearth /, '')))
  expect(written.filter((name) => !known.has(name.replace('--device NAME ', '')))).toEqual([])
})

/** The first column under "Commands": each `name` or `hearth name`, and behind `hearth remote …` those of the device. */
const shown = (readme.split('\n## Commands\n')[1]?.split('\n## ')[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| `hearth '))
  .flatMap((line) => {
    const isRemote = line.includes('`hearth remote …`')
    const cell = isRemote ? line : (line.split('|')[1] ?? '')
    return [...cell.matchAll(/`(?:hearth )?([a-z]+(?:-[a-z]+)*)( …)?`/g)].map(([, name = '']) =>
      isRemote && name !== 'remote' ? `remote ${name}` : name,
    )
  })

test('the README’s table has every command, and none that does not exist', () => {
  const known = all.map(({ path }) => path.replace(/^hearth /, ''))
  expect(shown.filter((name) => !known.includes(name))).toEqual([])
  const top = known.filter((name) => name !== 'hearth' && !name.includes(' '))
  expect(top.filter((name) => !shown.includes(name))).toEqual([])
})
