import type { Source } from './sources.ts'
import { missingTests } from './test-names.ts'

/** A note at the foot of a page: `[^id]: ` and the tests that hold what it stands at. */
export interface Note {
  readonly id: string
  readonly tests: readonly { readonly path: string; readonly names: readonly string[] }[]
}

const NOTE = /^\[\^([\w-]+)\]: (.*)$/gm

/** The notes of a page: `` [^id]: `a.test.ts` “one test”, “another”; `b.test.ts` “a third” ``. */
export function readNotes(page: string): Note[] {
  return [...page.matchAll(NOTE)].map(([, id = '', text = '']) => ({
    id,
    tests: [...text.matchAll(/`([^`]+\.tsx?)`([^`]*)/g)].map(([, path = '', names = '']) => ({
      path,
      names: [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name),
    })),
  }))
}

/** Every sentence of these sections says which test holds it. */
const PROVEN = /^## A hostile /

/** Prose without what has dots of its own. */
const plain = (text: string): string => text.replace(/`[^`]*`/g, 'code').replace(/\]\([^)]*\)/g, ']')

/** Leads to what is not held. */
const POINTER = /\[below\]/

/** Sentences that no note stands behind, in the sections that promise one for each. */
export function bareSentences(page: string): string[] {
  const sections = page.split(/^(?=## )/m).filter((section) => PROVEN.test(section))
  return sections.flatMap((section) => {
    const prose = plain(section.replace(NOTE, '').split('\n').slice(1).join('\n'))
    return prose
      .split(/\n\s*\n/)
      .flatMap((paragraph) => paragraph.match(/[^.!?]+[.!?]+(?:\[\^[\w-]+\])*/g) ?? [])
      .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
      .filter((sentence) => !POINTER.test(sentence) && !/\[\^[\w-]+\]$/.test(sentence))
  })
}

/** What is wrong with a page’s notes. */
export function claimGaps(sources: readonly Source[], path: string): string[] {
  const page = sources.find((source) => source.path === path)?.text ?? ''
  const notes = readNotes(page)
  const ids = notes.map(({ id }) => id)
  const used = new Set([...page.replace(NOTE, '').matchAll(/\[\^([\w-]+)\]/g)].map(([, id = '']) => id))
  return [
    ...[...used].filter((id) => !ids.includes(id)).map((id) => `[^${id}] stands for nothing`),
    ...ids.filter((id) => !used.has(id)).map((id) => `[^${id}] is not used`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `[^${id}] stands there twice`),
    ...notes.flatMap(({ id, tests }) => [
      ...(tests.length === 0 ? [`[^${id}] names no test`] : []),
      ...tests.flatMap(({ path: file, names }) => [
        ...(names.length === 0 ? [`[^${id}] names no test of ${file}`] : []),
        ...missingTests(sources, file, names).map((wrong) => `[^${id}]: ${wrong}`),
      ]),
    ]),
    ...bareSentences(page).map((sentence) => `no test behind: ${sentence}`),
  ]
}
