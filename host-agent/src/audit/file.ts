import * as fs from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { HearthError } from '@hearth/shared/protocol'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_RDONLY } = fs.constants

const write = promisify(fs.write)
const fsync = promisify(fs.fsync)

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
  async write(bytes: Uint8Array): Promise<void> {
    try {
      // Off the event loop: a slow disk must not hold up what agents say meanwhile.
      for (let at = 0; at < bytes.length; ) at += (await write(this.#fd, bytes, at)).bytesWritten
      await fsync(this.#fd)
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

/**
 * Writes a small file (0600) beside its place and puts it there: after a crash the old or the new one is there, whole.
 * Which of the two does not matter for a head: the log goes on from either.
 */
export const putFile = async (path: string, content: string): Promise<void> => {
  const fresh = `${path}.next`
  await fs.promises.rm(fresh, { force: true })
  const file = await fs.promises.open(fresh, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await fs.promises.rename(fresh, path)
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
