import { BlockStatus, ToolKind } from '@hearth/shared/session'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aTool } from '../../../testing/build.ts'
import { diffStat } from './diff-stat.ts'
import { commandOf, runSummary, summaryOf, TOOL_VERBS } from './summary.ts'

const ROOT = '/home/alice/garden'

describe('a tool call in one line', () => {
  it.each(ToolKind.options.flatMap((kind) => BlockStatus.options.map((status) => [kind, status] as const)))(
    'has a verb for %s, %s, and no invisible character whatever the agent sends',
    (kind, status) => {
      expect(TOOL_VERBS[kind][status]).not.toBe('')
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.option(fc.json(), { nil: null }), (title, input) => {
          const { verb, target } = summaryOf(aTool({ kind, status, title, input }), ROOT)
          expect(`${verb} ${target}`).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
        }),
        { numRuns: 20 },
      )
    },
  )

  it.each([
    [aTool({ kind: 'execute', input: '{"command":"npm test\\nrm x"}' }), 'Ran', 'npm test'],
    [aTool({ kind: 'execute', input: '{"command":["git","push"]}' }), 'Ran', 'git push'],
    [aTool({ kind: 'execute', title: 'bash: make', input: 'not json' }), 'Ran', 'make'],
    [aTool({ kind: 'execute', status: 'failed', input: '{"command":"make"}' }), 'Tried to run', 'make'],
    [aTool({ kind: 'execute', status: 'unfinished', input: '{"command":"make"}' }), 'Began to run', 'make'],
    [aTool({ kind: 'read', locations: [{ path: `${ROOT}/src/a.ts` }] }), 'Read', 'src/a.ts'],
    [aTool({ kind: 'edit', input: `{"file_path":"/etc/hosts"}` }), 'Edited', '/etc/hosts'],
    [aTool({ kind: 'search', input: `{"pattern":"use.*","path":"src"}` }), 'Searched', 'use.*'],
    [aTool({ kind: 'fetch', input: `{"url":"https://a.example/b"}` }), 'Fetched', 'https://a.example/b'],
    [aTool({ kind: 'move', input: `{"from":"${ROOT}/a","to":"b"}` }), 'Moved', 'a → b'],
    [aTool({ kind: 'other', title: 'mcp_tree' }), 'Used', 'mcp_tree'],
    [aTool({ kind: 'execute', input: '{"command":"a\u202eb"}' }), 'Ran', 'a\\u{202e}b'],
  ])('says %# what it is about', (tool, verb, target) => {
    expect(summaryOf(tool, ROOT)).toMatchObject({ verb, target })
  })

  it('keeps the whole command, exactly, for those who look', () => {
    expect(commandOf(aTool({ input: '{"command":"a  b\\n c"}' }))).toBe('a  b\n c')
    expect(commandOf(aTool({ input: '[1]' }))).toBeUndefined()
  })

  it('counts what a run of reads and searches did', () => {
    const read = (path: string, n: number) => aTool({ n, locations: [{ path }] })
    expect(runSummary([read('a', 0), read('b', 1), read('a', 2)])).toBe('Read 2 files')
    expect(runSummary([read('a', 0), aTool({ n: 1, kind: 'search' })])).toBe('Read 1 file, searched once')
    expect(runSummary([1, 2].map((n) => aTool({ n, kind: 'search', status: 'in_progress' })))).toBe(
      'Searching 2 times',
    )
  })

  it('counts the lines of diffs, not their headers', () => {
    const diff = '--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n a\n-b\n+c\n+--- d\n'
    expect(diffStat([{ type: 'diff', path: 'x', diff }])).toEqual({ added: 2, removed: 1 })
    expect(diffStat([{ type: 'text', text: '+a' }])).toBeNull()
  })
})
