import { describe, expect, it } from 'vitest'
import { askOf, wordsOf } from './asks.ts'
import type { PermissionAsked } from './wire.ts'

const asked = (permission: string, more: Partial<PermissionAsked>): PermissionAsked => ({
  id: 'per_1',
  sessionID: 'ses_1',
  permission,
  patterns: [],
  metadata: {},
  tool: undefined,
  ...more,
})

describe('what a permission request of opencode is about', () => {
  it.each<[string, PermissionAsked, unknown]>([
    [
      'the whole command, not its patterns',
      asked('bash', { patterns: ['ls', 'rm -rf'], metadata: { command: 'ls && rm -rf x' } }),
      { type: 'command', command: 'ls && rm -rf x', cwd: '/repo' },
    ],
    [
      'all patterns without it',
      asked('bash', { patterns: ['a', 'b'] }),
      { type: 'command', command: 'a\nb', cwd: '/repo' },
    ],
    [
      'a file and its change',
      asked('edit', { patterns: ['a'], metadata: { filepath: '/repo/a', diff: '+1' } }),
      { type: 'edit', files: [{ path: '/repo/a', diff: '+1' }] },
    ],
    [
      'each file of a patch',
      asked('edit', {
        metadata: {
          filepath: 'a, b',
          diff: '+1+2',
          files: [
            { filePath: '/a', patch: '+1' },
            { filePath: '/b', diff: '+2' },
          ],
        },
      }),
      {
        type: 'edit',
        files: [
          { path: '/a', diff: '+1' },
          { path: '/b', diff: '+2' },
        ],
      },
    ],
    [
      'folders outside',
      asked('external_directory', { patterns: ['/etc/*'] }),
      { type: 'access', paths: ['/etc/*'] },
    ],
    [
      'an address',
      asked('webfetch', { metadata: { url: 'https://x.test/' } }),
      { type: 'fetch', url: 'https://x.test/' },
    ],
    [
      'anything else, whole',
      asked('teleport', { patterns: ['far'] }),
      { type: 'other', detail: expect.stringContaining('far') },
    ],
  ])('%s', (_, request, ask) => {
    expect(askOf(request, '/repo')).toEqual(ask)
  })

  it.each([
    ['notes_add', ['notes'], { server: 'notes', tool: 'add' }],
    ['my_notes_add_all', ['my', 'my notes', 'notes'], { server: 'my notes', tool: 'add_all' }],
  ])('a tool of an MCP server, with all that %s is called with', (permission, servers, called) => {
    const input = { text: 'x'.repeat(10_000) }
    expect(askOf(asked(permission, { patterns: ['*'] }), '/repo', { input, servers })).toEqual({
      type: 'mcp',
      ...called,
      input: JSON.stringify(input),
    })
  })

  it.each([
    ['of a server that is not known', 'notes_add', { text: 'hi' }, ['note']],
    ['that nobody knows the input of', 'notes_add', null, ['notes']],
    ['that is of no server', 'websearch', { query: 'hi' }, ['web']],
  ])('a tool %s is shown as it is', (_, permission, input, servers) => {
    const ask = askOf(asked(permission, { patterns: ['*'] }), '/repo', { input, servers })
    if (ask.type !== 'other') throw new Error(ask.type)
    expect(JSON.parse(ask.detail)).toEqual({
      ...{ permission, patterns: ['*'], metadata: {} },
      ...(input === null ? {} : { input }),
    })
  })

  it('comes with opencode’s own words', () => {
    expect(wordsOf(asked('bash', { patterns: ['ls'], metadata: { description: 'Lists' } }))).toBe('Lists')
    expect(wordsOf(asked('bash', { patterns: ['ls'] }))).toBe('bash: ls')
  })
})
