import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root folder. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..')

/** A file of the repository: its path from the root with forward slashes, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.output', '.wxt', '.hearth', 'coverage'])
const BINARY = /\.(png|ico|jpe?g|webp|gif|woff2?|zip|db|sqlite)$/

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (NOT_OURS.has(entry.name)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (entry.isFile() && !BINARY.test(entry.name)) yield path
  }
}

/** Every text file that belongs to the repository, committed yet or not. */
export function readRepository(root = ROOT): Source[] {
  return [...walk(root)].map((path) => ({
    path: relative(root, path).split(sep).join('/'),
    text: readFileSync(path, 'utf8'),
  }))
}

/** Files that are code. */
export function isCode(path: string): boolean {
  return /\.(ts|tsx|mts|mjs|js)$/.test(path)
}

/** Files that exist only for tests: not shipped, and allowed more. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('e2e/') || /^[^/]+\/(src\/)?test(ing)?\//.test(path)
}
