import { describe, expect, it } from 'vitest'
import { COMMAND_TABLES } from './commands.testdata.ts'
import { suggest } from './suggest.ts'
import { commandOf, commandWhat, draftOf, GROUND, matterOf } from './testing.ts'
import { wouldAllow } from './verdict.ts'

const of = (command: string) => suggest(commandOf(command), GROUND, 0)

describe('suggested for a command, the narrowest first', () => {
  it.each([
    ['npm test', ['npm test', 'npm test …', 'npm test ***']],
    ['npm test a', ['npm test a', 'npm test …', 'npm test ***']],
    ['git log --oneline', ['git log --oneline', 'git log ***']],
    ['make', ['make', 'make …', 'make ***']],
    ['npx vitest run a', ['npx vitest run a', 'npx vitest …', 'npx vitest ***']],
    ['pnpm exec tsc', ['pnpm exec tsc', 'pnpm exec tsc …', 'pnpm exec tsc ***']],
    ['node scripts/x.js', ['node scripts/x.js', 'node scripts/x.js …', 'node scripts/x.js ***']],
    ['node --test', ['node --test']],
  ])('%s', (command, texts) => expect(of(command)).toEqual(texts.map(commandWhat)))

  it.each([
    'sudo ls',
    'rm -rf /',
    'npm test && ls',
    'npm test > x',
    'X=1 npm test',
    'env npm test',
    'a $X',
    "a 'open",
    '',
  ])('nothing for %j', (command) => expect(of(command)).toEqual([]))
})

describe('suggested for the rest', () => {
  it('an edit: the files, their folder, the worktree', () => {
    const edits = (...paths: string[]) =>
      suggest(matterOf({ type: 'edit', files: paths.map((path) => ({ path, diff: 'x' })) }), GROUND, 0)
    const edit = (...paths: string[]) => ({ type: 'edit', paths })
    expect(edits('src/a.ts')).toEqual([edit('src/a.ts'), edit('src/**'), edit('**')])
    expect(edits('src/a.ts', 'b')).toEqual([edit('src/a.ts', 'b'), edit('**')])
    expect(edits('a')).toEqual([edit('a'), edit('**')])
    expect(edits('out/hosts')).toEqual([edit('/etc/hosts'), edit('/etc/**')])
    expect(edits('.git/config')).toEqual([])
  })

  it('a folder outside, as an agent asks for it', () => {
    expect(suggest(matterOf({ type: 'access', paths: ['/tmp/x/*'] }), GROUND, 0)).toEqual([
      { type: 'access', paths: ['/tmp/x/**'] },
    ])
  })

  it('an address: its host; a tool: it, and all of its server', () => {
    expect(suggest(matterOf({ type: 'fetch', url: 'https://example.org/a' }), GROUND, 0)).toEqual([
      { type: 'fetch', hosts: ['example.org'] },
    ])
    expect(suggest(matterOf({ type: 'fetch', url: 'http://localhost' }), GROUND, 0)).toEqual([])
    expect(suggest(matterOf({ type: 'mcp', server: 's', tool: 't', input: '' }), GROUND, 0)).toEqual([
      { type: 'mcp', server: 's', tool: 't' },
      { type: 'mcp', server: 's', tool: '*' },
    ])
    const named = (name: string, kind: 'execute' | 'other') =>
      suggest(matterOf({ type: 'other', detail: '{}' }, { tool: { name, kind, call: null } }), GROUND, 0)
    expect(named('websearch', 'other')).toEqual([{ type: 'tool', name: 'websearch' }])
    expect(suggest(matterOf({ type: 'mode', from: null, to: 'x', detail: '' }), GROUND, 0)).toEqual([])
  })
})

it.each([
  ['execute', 'execute'],
  ['tool', 'other'],
] as const)('a tool that an agent has told no name of is suggested no rule (%s)', (name, kind) => {
  const matter = matterOf({ type: 'other', detail: '{}' }, { tool: { name, kind, call: null } })
  expect(suggest(matter, GROUND, 0)).toEqual([])
})

it('each would by itself allow what it was suggested for, and there are four at most', () => {
  const commands = COMMAND_TABLES.flatMap(({ expect: expected }) => Object.values(expected).flat())
  let some = 0
  for (const command of commands) {
    const matter = commandOf(command)
    const found = suggest(matter, GROUND, 0)
    some += found.length
    expect(found.length).toBeLessThanOrEqual(4)
    for (const what of found) expect(wouldAllow(draftOf('allow', what), matter, GROUND, 0)).toBe(true)
  }
  expect(some).toBeGreaterThan(50)
})
