import * as fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CLIENT_PATH_LENGTH } from '../../limits.ts'
import { Directory } from './directory.ts'
import { codeOf, refusal, refusalOf } from './refusal.ts'

/** Where a path leads: `real` is without links; `missing` are the last parts of it that don't exist. */
export type Target = { readonly real: string; readonly missing: readonly string[] }

/**
 * Keeps what an agent asks us to do with files inside one folder. Paths are judged by where they lead, not by how they
 * are written; what they lead to is then opened part by part, so that a link put there meanwhile is not followed.
 */
export class PathGuard {
  /** The folder's real path. */
  readonly root: string

  /** @param root an existing folder */
  constructor(root: string) {
    this.root = fs.realpathSync.native(root)
  }

  /** @throws {RequestError} for whatever does not lead to a place inside the folder, or into git's own data */
  resolve(path: string): Target {
    const { real: ancestor, missing } = nearest(written(path))
    const real = join(ancestor, ...missing)
    if (real !== this.root && !real.startsWith(this.root === '/' ? '/' : `${this.root}/`)) {
      throw refusal(
        'path.outside',
        `The path leads outside of ${this.root}, to which file access is confined.`,
      )
    }
    if (real.slice(this.root.length).split('/').some(isGit)) {
      throw refusal('path.git', 'The path leads into git’s own data, which is not open to file access.')
    }
    return { real, missing }
  }

  /** A working directory: its real path and identity. @throws {RequestError} */
  directory(path: string): { real: string; identity: string } {
    const { real, missing } = this.resolve(path)
    try {
      const stat = fs.lstatSync(real, { bigint: true })
      if (missing.length === 0 && stat.isDirectory()) return { real, identity: `${stat.dev}:${stat.ino}` }
    } catch (error) {
      throw refusalOf(error, path)
    }
    throw refusal('path.form', 'The working directory is not a folder.')
  }

  /**
   * Opens the folder that holds what `target` leads to, for use of the entry `name`. Missing folders are made where
   * `make` says so. Close it after use.
   * @throws {RequestError}
   */
  parent(target: Target, make: boolean): { directory: Directory; name: string } {
    if (target.real === this.root) throw refusal('path.directory', 'The path is a folder, not a file.')
    const folders = target.missing.slice(0, -1)
    let start = dirname(target.real)
    for (const _ of folders) start = dirname(start)
    let directory = Directory.open(start)
    for (const folder of folders) {
      const above = directory
      try {
        directory = above.child(folder, make)
      } finally {
        above.close()
      }
    }
    return { directory, name: basename(target.real) }
  }
}

/** The path as written, without empty parts. No `..`: what that means depends on links, so agents have no need for it. */
function written(path: string): string {
  if (!path.startsWith('/')) throw refusal('path.form', 'The path is not absolute.')
  if (path.length > CLIENT_PATH_LENGTH || path.includes('\0')) {
    throw refusal('path.form', 'The path is too long or holds a NUL.')
  }
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw refusal('path.form', 'The path holds "..".')
  return `/${parts.join('/')}`
}

/** The real path of the nearest ancestor that exists, and what is missing below it. */
function nearest(path: string): { real: string; missing: string[] } {
  const missing: string[] = []
  let at = path
  for (;;) {
    try {
      return { real: fs.realpathSync.native(at), missing }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw refusalOf(error, path)
    }
    // Made through a link that leads nowhere, a file would be wherever that link says.
    if (fs.lstatSync(at, { throwIfNoEntry: false }) !== undefined) {
      throw refusal('path.link', 'The path goes through a symbolic link that leads nowhere.')
    }
    missing.unshift(basename(at))
    at = dirname(at)
  }
}

/** Characters that some file systems leave out when they compare names. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/** Would some file system take this name for `.git`? Its config and hooks name programs that git runs. */
function isGit(name: string): boolean {
  const plain = name
    .replace(IGNORED, '')
    .replace(/[. ]+$/, '')
    .toLowerCase()
  return plain === '.git' || plain === 'git~1'
}
