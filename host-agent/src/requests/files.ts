import { createHash } from 'node:crypto'
import * as fs from 'node:fs'

/** What the requests room asks of the file system; injected, so that tests can swap the world between ask and run. */
export interface Files {
  /** Real path with all links followed, or null where there is nothing. */
  realpath(path: string): string | null
  /** Device and inode of a directory, as decimal text; null where there is no directory. */
  directory(path: string): { dev: string; ino: string } | null
  /** Size of a regular file (links followed), or null where there is none. */
  size(path: string): number | null
  /** sha256 in hex of a regular file of at most `max` bytes, or null. */
  sha256(path: string, max: number): string | null
}

const orNull = <T>(read: () => T): T | null => {
  try {
    return read()
  } catch {
    // Absent, not allowed, a loop of links: all the same to us, there is nothing that can be bound.
    return null
  }
}

const hashOf = (path: string, max: number): string | null => {
  const fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK)
  try {
    const stat = fs.fstatSync(fd)
    if (!stat.isFile() || stat.size > max) return null
    return createHash('sha256').update(fs.readFileSync(fd)).digest('hex')
  } finally {
    fs.closeSync(fd)
  }
}

/** The real file system. */
export const realFiles: Files = {
  realpath: (path) => orNull(() => fs.realpathSync.native(path)),
  directory: (path) =>
    orNull(() => {
      const stat = fs.statSync(path, { bigint: true })
      return stat.isDirectory() ? { dev: String(stat.dev), ino: String(stat.ino) } : null
    }),
  size: (path) =>
    orNull(() => {
      const stat = fs.statSync(path)
      return stat.isFile() ? stat.size : null
    }),
  sha256: (path, max) => orNull(() => hashOf(path, max)),
}
