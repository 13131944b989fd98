import { describe, expect, it } from 'vitest'
import { ALL_CASES, attackGaps, idsIn, readCases } from './rules/attacks.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()

describe('docs/attacks.md', () => {
  it('has every case, with tests that name it or the reason why there is none yet', () => {
    expect(ALL_CASES).toHaveLength(126)
    expect(attackGaps(repository)).toEqual([])
  })

  it('is read row by row', () => {
    expect(
      readCases('| A2 | x | y | `a.test.ts`, `b.test.ts` |\n| A3 | x | y | later: with the panel |'),
    ).toEqual([
      { id: 'A2', files: ['a.test.ts', 'b.test.ts'], later: null },
      { id: 'A3', files: [], later: 'with the panel' },
    ])
  })

  it('misses a case without a test, a file that is gone, and a test that does not name its case', () => {
    const rows = ALL_CASES.map((id) => `| ${id} | x | y | later: when it exists |`)
    const gaps = (row: string, ...files: Source[]) =>
      attackGaps([{ path: 'docs/attacks.md', text: [row, ...rows.slice(1)].join('\n') }, ...files])
    expect(gaps('')).toEqual(['H2 is not listed'])
    expect(gaps('| H2 | x | y | |')).toEqual(['H2 has neither a test nor a reason'])
    expect(gaps('| H2 | x | y | `a.test.ts` |')).toEqual(['H2: there is no a.test.ts'])
    const silent = { path: 'a.test.ts', text: "// H2\nit('sends nothing', () => undefined)" }
    expect(gaps('| H2 | x | y | `a.test.ts` |', silent)).toEqual([
      'H2: no test in a.test.ts has it in its name',
    ])
    const named = { path: 'a.test.ts', text: "it('sends nothing (H2)', () => undefined)" }
    expect(gaps('| H2 | x | y | `a.test.ts` |', named)).toEqual([])
  })
})

describe('names of tests', () => {
  it.each<[string, string[]]>([
    ["describe('nonsense (A4–A6, A9)', () => {", ['A4', 'A5', 'A6', 'A9']],
    ["test.each(ROWS)('Z1 %s', async (row) => {", ['Z1']],
    ["it('F21', { timeout: 5 }, async () => {", ['F21']],
    ["const text = 'A4'", []],
    ["['A4', 1]", []],
  ])('%s', (text, ids) => expect([...idsIn(text)]).toEqual(ids))
})
