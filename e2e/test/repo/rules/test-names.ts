import type { Source } from './sources.ts'

const NAME = /(['"`])((?:\\.|(?!\1)[^\\\n])*)\1,\s*(?:\{[^}]*\},\s*)?(?:async\b|\()/g

/** The names of a file's tests and their groups, as they are written. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(NAME)].map(([, , name = '']) => name)
}

/** What is wrong with saying that these tests, or any test, of a file hold something. */
export function missingTests(sources: readonly Source[], path: string, names: readonly string[]): string[] {
  const text = sources.find((source) => source.path === path)?.text
  if (text === undefined) return [`there is no ${path}`]
  const there = new Set(namesIn(text))
  return names.filter((name) => !there.has(name)).map((name) => `no test in ${path} is called “${name}”`)
}
