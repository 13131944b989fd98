import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_RDONLY } = fs.constants

/** A file that only grows, by whole writes that are on disk when they return. */
export class AppendFile {
  readonly path: string
  #fd: number
  #size: number

  /** Opens a file of `size` bytes (0600), making it where there is none. */
  constructor(path: string, size: number) {
    this.path = path
    this.#size = size
    this.#fd = fs.openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
  }

  get size(): number {
    return this.#size
  }

  /**
   * Whole and on disk, or not there at all.
   * @throws {HearthError} `decision.audit`; {BrokenFile} when what is on disk now can't be known
   */
  write(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(this.#fd, bytes, at)
      fs.fsyncSync(this.#fd)
      this.#size += bytes.length
    } catch (cause) {
      this.#undo()
      throw new HearthError('decision.audit', undefined, { cause })
    }
  }

  /**
   * Puts the file away under another name and goes on in a new one that begins with `bytes`. Where that fails, it goes on
   * in the old one; after a crash there may be none under this name, and then the old one was put away whole.
   */
  replace(away: string, bytes: Uint8Array): void {
    const fresh = `${this.path}.next`
    fs.rmSync(fresh, { force: true })
    const fd = fs.openSync(fresh, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      fs.writeFileSync(fd, bytes)
      fs.fsyncSync(fd)
      fs.renameSync(this.path, away)
      this.#take(fresh, away)
    } catch (error) {
      fs.closeSync(fd)
      fs.rmSync(fresh, { force: true })
      throw error
    }
    syncFolder(dirname(this.path))
    fs.closeSync(this.#fd)
    this.#fd = fd
    this.#size = bytes.length
  }

  close(): void {
    fs.closeSync(this.#fd)
  }

  #take(fresh: string, away: string): void {
    try {
      fs.renameSync(fresh, this.path)
    } catch (error) {
      fs.renameSync(away, this.path)
      throw error
    }
  }

  #undo(): void {
    try {
      fs.ftruncateSync(this.#fd, this.#size)
    } catch (cause) {
      throw new BrokenFile('unknown', { cause })
    }
  }
}

/** What is on disk can't be known any more. */
export class BrokenFile extends Error {}

const syncFolder = (path: string): void => {
  const fd = fs.openSync(path, O_RDONLY)
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
