import * as fs from 'node:fs'
import {
  CryptoError,
  type CryptoProvider,
  fromHex,
  type PublicIdentity,
  publicIdentity,
  toHex,
} from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { auditFiles, signedOnly } from './home.ts'
import { EXPORT_PART_BYTES, MAX_AUDIT_EXPORT, MAX_AUDIT_LINE } from './limits.ts'
import { readHead, splitLog } from './read.ts'
import { type Verdict, verifyAudit } from './verify.ts'

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)))

/** The last line of an export: the head that the host signed, and the keys by which that is verified. */
const Seal = v.strictObject({
  type: v.literal('head'),
  i: v.number(),
  head: hex(64),
  signature: hex(64),
  host: v.strictObject({ id: hex(16), dhKey: hex(32), signKey: hex(32) }),
})
type Seal = v.InferOutput<typeof Seal>

const INDEX = /^\{"i":(\d+),/

/**
 * A home's record as JSON lines, the signed head last: `headFile` is the text of the head file. What a running host has
 * written since is left out.
 */
export function* exportAudit(home: string, host: PublicIdentity, headFile: Uint8Array): Generator<string> {
  const head = v.parse(v.looseObject({ i: v.number() }), JSON.parse(new TextDecoder().decode(headFile)))
  for (const log of auditFiles(home)) {
    for (const text of splitLog(log).texts) {
      if (Number(INDEX.exec(text)?.[1] ?? 0) <= head.i) yield text
    }
  }
  const keys = { id: toHex(host.id), dhKey: toHex(host.dhKey), signKey: toHex(host.signKey) }
  yield JSON.stringify({ type: 'head', ...head, host: keys })
}

/** What a file that somebody brings turned out to be. `host`: whose record it says it is. */
export interface ExportVerdict {
  readonly verdict: Verdict
  readonly host: string
}

/**
 * Verifies an export offline by the host's keys that stand in it: whether those are the right host's is for who reads
 * the id to say. @throws {HearthError} `input.invalid` for what is no export
 */
export const verifyExport = async (provider: CryptoProvider, path: string): Promise<ExportVerdict> => {
  const fd = open(path)
  try {
    const { size } = fs.fstatSync(fd)
    if (size > MAX_AUDIT_EXPORT) throw new HearthError('input.invalid', `${path} is too large`)
    const { seal, end } = sealOf(fd, size)
    const host = hostOf(provider, seal)
    const head = await headOf(provider, host, seal)
    if (head === null) {
      const bad = { entry: seal.i, why: 'has a head after it that the host in this file has not signed' }
      return { verdict: { from: 0, to: 0, decisions: 0, beyond: 0, bad }, host: seal.host.id }
    }
    const verdict = await verifyAudit(provider, host, parts(fd, end), head)
    return { verdict: signedOnly(verdict), host: seal.host.id }
  } finally {
    fs.closeSync(fd)
  }
}

const open = (path: string): number => {
  try {
    return fs.openSync(path, 'r')
  } catch (cause) {
    throw new HearthError('input.invalid', `${path} can’t be opened`, { cause })
  }
}

const readAt = (fd: number, at: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  return bytes.subarray(0, fs.readSync(fd, bytes, 0, length, at))
}

/** The last line, and where it begins. */
const sealOf = (fd: number, size: number): { seal: Seal; end: number } => {
  const tail = readAt(fd, Math.max(0, size - MAX_AUDIT_LINE), Math.min(size, MAX_AUDIT_LINE))
  const text = tail.at(-1) === 0x0a ? tail.subarray(0, -1) : tail
  const begin = text.lastIndexOf(0x0a) + 1
  try {
    const seal = v.parse(Seal, JSON.parse(text.subarray(begin).toString('utf8')))
    return { seal, end: size - tail.length + begin }
  } catch (cause) {
    throw new HearthError(
      'input.invalid',
      'It does not end with a signed head, as what `hearth audit export` writes does: its end was cut off, or it is another file',
      { cause },
    )
  }
}

const hostOf = (provider: CryptoProvider, { host }: Seal): PublicIdentity => {
  try {
    const identity = publicIdentity(provider, fromHex(host.dhKey), fromHex(host.signKey))
    if (toHex(identity.id) === host.id) return identity
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
  }
  throw new HearthError(
    'input.invalid',
    'The host’s keys in this file are not those of the host that it names',
  )
}

const headOf = async (provider: CryptoProvider, host: PublicIdentity, { i, head, signature }: Seal) => {
  try {
    const text = JSON.stringify({ i, head, signature })
    return await readHead(provider, host.signKey, new TextEncoder().encode(text))
  } catch {
    // Whatever is wrong with it, it is not signed.
    return null
  }
}

/** The lines before `end`, some MiB at a time. */
function* parts(fd: number, end: number): Generator<readonly string[]> {
  let rest = Buffer.alloc(0)
  for (let at = 0; at < end; ) {
    const bytes = readAt(fd, at, Math.min(EXPORT_PART_BYTES, end - at))
    if (bytes.length === 0) break
    at += bytes.length
    const whole = Buffer.concat([rest, bytes])
    const { texts, torn } = splitLog(whole)
    rest = whole.subarray(whole.length - torn)
    yield texts
  }
  if (rest.length > 0) yield [rest.toString('utf8')]
}
