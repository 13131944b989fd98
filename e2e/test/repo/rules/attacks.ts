import type { Source } from './sources.ts'
import { missingTests, namesIn } from './test-names.ts'

/** One case of docs/attacks.md: its id, the test files that try it, and why it has none yet. */
export interface Case {
  readonly id: string
  readonly files: readonly string[]
  readonly later: string | null
}

/** The cases by family: first and last number, and those in between that do not exist. */
const FAMILIES: readonly (readonly [string, number, number, readonly number[]])[] = [
  ['H', 2, 21, []],
  ['F', 1, 22, []],
  ['P', 2, 20, [14]],
  ['A', 2, 43, []],
  ['R', 1, 7, []],
  ['W', 1, 10, []],
  ['L', 1, 5, []],
  ['Z', 1, 2, []],
]

export const ALL_CASES: readonly string[] = FAMILIES.flatMap(([letter, first, last, missing]) =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n)
    .filter((n) => !missing.includes(n))
    .map((n) => `${letter}${n}`),
)

/** The rows of docs/attacks.md: `| A2 | what is tried | what must happen | where |`. */
export function readCases(page: string): Case[] {
  return page.split('\n').flatMap((line) => {
    const [, id = '', , , where = ''] = line.split('|').map((cell) => cell.trim())
    if (!/^[A-Z]\d+$/.test(id)) return []
    const files = [...where.matchAll(/`([^`]+\.ts)`/g)].map(([, path = '']) => path)
    return [{ id, files, later: /later: (.{10,})/.exec(where)?.[1] ?? null }]
  })
}

/** The ids in a file's test names; `A4–A9` stands for all of them. */
export function idsIn(text: string): Set<string> {
  const ids = namesIn(text).flatMap((name) =>
    [...name.matchAll(/\b([HFPARWLZ])(\d{1,2})(?:–\1?(\d{1,2}))?\b/g)].flatMap(([, letter, from, to]) =>
      Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, n) => `${letter}${Number(from) + n}`),
    ),
  )
  return new Set(ids)
}

/** What is wrong with docs/attacks.md. */
export function attackGaps(sources: readonly Source[]): string[] {
  const page = sources.find(({ path }) => path === 'docs/attacks.md')?.text ?? ''
  const cases = readCases(page)
  const listed = cases.map(({ id }) => id)
  const wrong = ALL_CASES.filter((id) => !listed.includes(id)).map((id) => `${id} is not listed`)
  for (const { id, files, later } of cases) {
    if (!ALL_CASES.includes(id)) wrong.push(`${id} is no case`)
    if (listed.indexOf(id) !== listed.lastIndexOf(id)) wrong.push(`${id} is listed twice`)
    if (files.length === 0 && later === null) wrong.push(`${id} has neither a test nor a reason`)
    for (const file of files) {
      const text = sources.find(({ path }) => path === file)?.text ?? ''
      const missing = missingTests(sources, file, [])
      wrong.push(...missing.map((what) => `${id}: ${what}`))
      if (missing.length === 0 && !idsIn(text).has(id))
        wrong.push(`${id}: no test in ${file} has it in its name`)
    }
  }
  return wrong
}
