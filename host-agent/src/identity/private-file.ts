import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { HearthError } from '@hearth/shared/protocol'

const OTHERS = 0o077

/** Whose files are ours; null where the system has no such notion. */
const ownUid = (): number | null => process.getuid?.() ?? null

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const check = (path: string, stat: fs.Stats, uid: number | null): void => {
  if (uid !== null && stat.uid !== uid) {
    throw new HearthError(
      'keys.owner',
      `${path} belongs to another user. Nothing was changed; make it yours or set HEARTH_HOME elsewhere.`,
    )
  }
  if ((stat.mode & OTHERS) !== 0) {
    throw new HearthError(
      'keys.permissions',
      `${path} can be opened by others (mode ${(stat.mode & 0o777).toString(8)}). Nothing was changed; run: chmod go= ${path}`,
    )
  }
}

/**
 * Makes sure of a directory that only its owner can enter (0700), creating it where absent.
 * `uid` is the owner that it must have (the process's own by default).
 * @throws {HearthError} `keys.symlink`, `keys.owner`, `keys.permissions`, `keys.write`
 */
export const ensurePrivateDirectory = (path: string, uid = ownUid()): void => {
  try {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') {
      throw new HearthError('keys.write', `${path} can’t be made; check the disk and the parent folder.`, {
        cause,
      })
    }
  }
  const stat = fs.lstatSync(path)
  if (!stat.isDirectory()) {
    throw new HearthError('keys.symlink', `${path} is not a directory of its own. Nothing was changed.`)
  }
  check(path, stat, uid)
}

/**
 * Reads a file that only its owner can open, at most `max` bytes; null when there is none.
 * @throws {HearthError} `keys.symlink` (a link or no regular file), `keys.owner`, `keys.permissions`, `keys.corrupt` (too big)
 */
export const readPrivateFile = (path: string, max: number, uid = ownUid()): Uint8Array | null => {
  let fd: number
  try {
    fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK)
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'ENOENT') return null
    if (code === 'ELOOP') {
      throw new HearthError(
        'keys.symlink',
        `${path} is a link. Nothing was changed; put the file itself there.`,
      )
    }
    throw new HearthError('keys.permissions', `${path} can’t be opened (${code ?? 'unknown error'}).`, {
      cause,
    })
  }
  try {
    const stat = fs.fstatSync(fd)
    if (!stat.isFile())
      throw new HearthError('keys.symlink', `${path} is not a regular file. Nothing was changed.`)
    check(path, stat, uid)
    if (stat.size > max) throw new HearthError('keys.corrupt', `${path} is too big. Nothing was changed.`)
    return new Uint8Array(fs.readFileSync(fd))
  } finally {
    fs.closeSync(fd)
  }
}

const syncDirectory = (path: string): void => {
  const fd = fs.openSync(path, fs.constants.O_RDONLY)
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}

/**
 * Writes a file (0600) so that after a crash either the old or the new one is there, whole.
 * With `fresh` it fails where a file exists already, so that two starts can't overwrite each other's keys.
 * @throws {HearthError} `keys.write`
 */
export const writePrivateFile = (path: string, content: Uint8Array, fresh: boolean): void => {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = fs.constants
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`)
  try {
    const fd = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      fs.writeFileSync(fd, content)
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
    if (fresh) fs.linkSync(temporary, path)
    else fs.renameSync(temporary, path)
    fs.rmSync(temporary, { force: true })
    syncDirectory(dirname(path))
  } catch (cause) {
    fs.rmSync(temporary, { force: true })
    throw new HearthError('keys.write', `${path} can’t be written (${codeOf(cause) ?? 'unknown error'}).`, {
      cause,
    })
  }
}
