import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const IDENTITY = [
  '-c',
  'user.name=alice',
  '-c',
  'user.email=alice@example.invalid',
  '-c',
  'commit.gpgsign=false',
]

/** Runs git for a test's set-up, with an identity of its own. */
export const testGit = (cwd: string, ...args: string[]): string =>
  execFileSync('git', [...IDENTITY, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .trim()

/** A throw-away folder (its real path); `remove` when done. */
export const tempFolder = (): { path: string; remove: () => void } => {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'hearth-')))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Makes a repository with one commit at `path`. */
export const makeRepository = (path: string): string => {
  mkdirSync(path, { recursive: true })
  testGit(path, 'init', '-q', '-b', 'main')
  writeFileSync(join(path, 'README.md'), 'A repository for tests.\n')
  testGit(path, 'add', '.')
  testGit(path, 'commit', '-q', '-m', 'first')
  return path
}
