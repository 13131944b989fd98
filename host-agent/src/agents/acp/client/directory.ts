import * as fs from 'node:fs'
import { join } from 'node:path'
import { codeOf, refusal, refusalOf } from './refusal.ts'

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = fs.constants

/** Linux names an open folder here: an entry below it can't be led elsewhere by exchanging one of its ancestors. */
const OPEN_FILES = '/proc/self/fd'
const hasOpenFiles = fs.existsSync(OPEN_FILES)

/** An open folder whose place was checked after it was opened. */
export class Directory {
  readonly real: string
  private readonly fd: number

  private constructor(fd: number, real: string) {
    this.fd = fd
    this.real = real
  }

  /** @throws {RequestError} `path.moved` when `real` is not the place of what was opened */
  static open(real: string): Directory {
    return Directory.at(real, real)
  }

  /** The path of an entry. */
  entry(name: string): string {
    return hasOpenFiles ? `${OPEN_FILES}/${this.fd}/${name}` : join(this.real, name)
  }

  /** Opens a folder in this one; makes it first where `make` says so. @throws {RequestError} */
  child(name: string, make: boolean): Directory {
    const real = join(this.real, name)
    try {
      if (make) fs.mkdirSync(this.entry(name))
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw refusalOf(error, real)
    }
    return Directory.at(this.entry(name), real)
  }

  close(): void {
    fs.closeSync(this.fd)
  }

  private static at(path: string, real: string): Directory {
    const fd = openFolder(path, real)
    if (isAt(fd, real)) return new Directory(fd, real)
    fs.closeSync(fd)
    throw refusal('path.moved', 'A folder of the path was exchanged while it was opened.')
  }
}

function openFolder(path: string, real: string): number {
  try {
    return fs.openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
  } catch (error) {
    throw refusalOf(error, real)
  }
}

function isAt(fd: number, real: string): boolean {
  try {
    if (hasOpenFiles) return fs.readlinkSync(`${OPEN_FILES}/${fd}`) === real
    const [open, there] = [fs.fstatSync(fd, { bigint: true }), fs.lstatSync(real, { bigint: true })]
    return open.ino === there.ino && open.dev === there.dev && fs.realpathSync.native(real) === real
  } catch (error) {
    throw refusalOf(error, real)
  }
}
