import { describe, expect, it } from 'vitest'
import { bareSentences, claimGaps, readNotes } from './rules/claims.ts'
import { readRepository, type Source } from './rules/sources.ts'

const repository = readRepository()
const PAGE = 'docs/security.md'

describe('docs/security.md', () => {
  it('names a test behind what it claims, and each of them exists', () => {
    expect(claimGaps(repository, PAGE)).toEqual([])
    const page = repository.find(({ path }) => path === PAGE)?.text ?? ''
    expect(readNotes(page).length).toBeGreaterThan(30)
    for (const who of ['relay', 'page', 'repository', 'agent', 'device'])
      expect(page).toContain(`## A hostile ${who} wants a command approved`)
  })

  it('is read note by note', () => {
    expect(readNotes('A.[^x]\n\n[^x]: `a.test.ts` “one”, “two (A1)”; `b.test.tsx` “three”\n')).toEqual([
      {
        id: 'x',
        tests: [
          { path: 'a.test.ts', names: ['one', 'two (A1)'] },
          { path: 'b.test.tsx', names: ['three'] },
        ],
      },
    ])
  })

  it.each([
    ['A.[^x]', ['[^x] stands for nothing']],
    ['A.\n\n[^x]: `a.test.ts` “holds”', ['[^x] is not used']],
    ['A.[^x]\n\n[^x]: trust me', ['[^x] names no test']],
    ['A.[^x]\n\n[^x]: `a.test.ts`', ['[^x] names no test of a.test.ts']],
    ['A.[^x]\n\n[^x]: `b.test.ts` “holds”', ['[^x]: there is no b.test.ts']],
    ['A.[^x]\n\n[^x]: `a.test.ts` “hold”', ['[^x]: no test in a.test.ts is called “hold”']],
    ['A.[^x]\n\n[^x]: `a.test.ts` “holds”', []],
  ])('%j: %j', (text, gaps) => {
    const test: Source = { path: 'a.test.ts', text: "it('holds', () => undefined)" }
    expect(claimGaps([{ path: PAGE, text }, test], PAGE)).toEqual(gaps)
  })

  it('has a note behind each sentence about somebody hostile', () => {
    const page =
      '## A hostile x wants\n\nOne.[^a] Two, see `a.b`. Three[^a] is\nlong![^b]\n\nThe rest is [below](#b).\n\n## Other\n\nFree.'
    expect(bareSentences(page)).toEqual(['Two, see code.'])
  })
})
