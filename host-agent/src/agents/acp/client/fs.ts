import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { RequestError } from '@agentclientprotocol/sdk'
import * as v from 'valibot'
import { CLIENT_FILE_BYTES } from '../../limits.ts'
import type { Directory } from './directory.ts'
import { parsed } from './params.ts'
import type { PathGuard } from './path-guard.ts'
import { notFound, refusal, refusalOf } from './refusal.ts'
import type { Wish } from './wish.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const ReadParams = v.object({ path: v.string(), line: v.nullish(count), limit: v.nullish(count) })
const WriteParams = v.object({ path: v.string(), content: v.string() })

const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_NOCTTY } = fs.constants

/** ACP's file methods, confined to one folder. Text only. */
export class Files {
  private readonly guard: PathGuard
  private readonly permit: (wish: Wish, signal: AbortSignal) => Promise<boolean>

  /** `permit` says whether a write may be done: by what was allowed before, or by asking. */
  constructor(guard: PathGuard, permit: (wish: Wish, signal: AbortSignal) => Promise<boolean>) {
    this.guard = guard
    this.permit = permit
  }

  /** `fs/read_text_file`: the file, or `limit` lines of it from `line` on (1 is the first). @throws {RequestError} */
  read(params: unknown): { content: string } {
    const { path, line, limit } = parsed(ReadParams, params)
    const { text } = this.existing(path, 'read')
    if (text === null) throw notFound(path)
    return { content: lines(text, Math.max(line ?? 1, 1), limit ?? Number.POSITIVE_INFINITY) }
  }

  /**
   * `fs/write_text_file`: replaces the file as a whole or not at all, and keeps its mode; makes it and its folders where
   * they are missing.
   * @throws {RequestError}
   */
  async write(params: unknown, signal: AbortSignal): Promise<Record<string, never>> {
    const { path, content } = parsed(WriteParams, params)
    if (Buffer.byteLength(content) > CLIENT_FILE_BYTES) throw tooLarge()
    if (/\p{Surrogate}/u.test(content)) throw notText()
    const { real, text: before } = this.existing(path, 'write')
    if (!(await this.permit({ type: 'edit', path: real, before, after: content }, signal))) {
      throw refusal('permission.denied', 'The person did not allow this change.')
    }
    if (signal.aborted) throw RequestError.requestCancelled()
    // What was shown to the person is what must be replaced.
    const now = this.existing(path, 'write')
    if (now.real !== real || now.text !== before) {
      throw refusal('file.changed', 'The file was changed while the person was asked. Read it again.')
    }
    this.replace(path, content)
    return {}
  }

  /** The text of a file and its real path; null where there is none. */
  private existing(path: string, use: 'read' | 'write'): { real: string; text: string | null } {
    if (/\/\.?$/.test(path)) throw refusal('path.form', 'A file’s path does not end like a folder’s.')
    const target = this.guard.resolve(path)
    const { real } = target
    if (target.missing.length > 0) return { real, text: null }
    const { directory, name } = this.guard.parent(target, false)
    try {
      const text = textOf(directory, name, path)
      if (use === 'write') writable(directory, name, path)
      return { real, text }
    } finally {
      directory.close()
    }
  }

  private replace(path: string, content: string): void {
    const { directory, name } = this.guard.parent(this.guard.resolve(path), true)
    try {
      const mode = writable(directory, name, path)
      const temporary = directory.entry(`.hearth-${randomBytes(8).toString('hex')}.tmp`)
      try {
        writeNew(temporary, content, mode)
        fs.renameSync(temporary, directory.entry(name))
      } catch (error) {
        fs.rmSync(temporary, { force: true })
        throw refusalOf(error, path)
      }
    } finally {
      directory.close()
    }
  }
}

function textOf(directory: Directory, name: string, path: string): string {
  let fd: number | null = null
  try {
    // Looked at before it is opened: opening a device can do something.
    if (!fs.lstatSync(directory.entry(name)).isFile()) throw notRegular(directory, name)
    fd = fs.openSync(directory.entry(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)
    const stat = fs.fstatSync(fd)
    if (!stat.isFile()) throw notRegular(directory, name)
    if (stat.size > CLIENT_FILE_BYTES) throw tooLarge()
    return decoded(readAll(fd))
  } catch (error) {
    throw refusalOf(error, path)
  } finally {
    if (fd !== null) fs.closeSync(fd)
  }
}

/** All of a file that may grow while it is read. */
function readAll(fd: number): Buffer {
  const pieces: Buffer[] = []
  for (let size = 0; ; ) {
    const piece = Buffer.alloc(64 * 1024)
    const length = fs.readSync(fd, piece)
    if (length === 0) return Buffer.concat(pieces)
    size += length
    if (size > CLIENT_FILE_BYTES) throw tooLarge()
    pieces.push(piece.subarray(0, length))
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw notText()
  }
}

/** The mode of the file that is to be replaced, null where there is none. */
function writable(directory: Directory, name: string, path: string): number | null {
  try {
    const stat = fs.lstatSync(directory.entry(name), { throwIfNoEntry: false })
    if (stat === undefined) return null
    if (!stat.isFile()) throw notRegular(directory, name)
    // A rename would replace even what is marked as not to be written.
    if ((stat.mode & 0o200) === 0) throw refusal('file.read_only', 'The file is read-only.')
    return stat.mode & 0o777
  } catch (error) {
    throw refusalOf(error, path)
  }
}

function writeNew(path: string, content: string, mode: number | null): void {
  const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode === null ? 0o666 : 0o600)
  try {
    fs.writeFileSync(fd, content)
    if (mode !== null) fs.fchmodSync(fd, mode)
  } finally {
    fs.closeSync(fd)
  }
}

function notRegular(directory: Directory, name: string): RequestError {
  const stat = fs.lstatSync(directory.entry(name), { throwIfNoEntry: false })
  if (stat?.isSymbolicLink() === true) {
    return refusal('path.link', 'The path became a symbolic link while it was opened.')
  }
  return stat?.isDirectory() === true
    ? refusal('path.directory', 'The path is a folder, not a file.')
    : refusal('path.special', 'The path is not a regular file.')
}

const tooLarge = (): RequestError =>
  refusal('file.large', `The text is longer than the ${CLIENT_FILE_BYTES} bytes that file access carries.`)

const notText = (): RequestError =>
  refusal('file.not_text', 'The file is not text in UTF-8, and file access carries only that.')

function lines(text: string, first: number, limit: number): string {
  if (first === 1 && limit === Number.POSITIVE_INFINITY) return text
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).slice(first - 1, first - 1 + limit).join('')
}
