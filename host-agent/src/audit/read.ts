import {
  type AuditEntry,
  type AuditHead,
  CryptoError,
  type CryptoProvider,
  emptyAudit,
  equal,
  fromHex,
  nextHead,
  toHex,
  utf8,
  verifyEntries,
  verifyHead,
} from '@hearth/shared/crypto'
import * as v from 'valibot'
import { AuditLine } from './entry.ts'

/** The signed head as it stands beside the log. */
const HeadFile = v.strictObject({
  i: v.pipe(v.number(), v.integer(), v.minValue(0)),
  head: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)),
})
type HeadFile = v.InferOutput<typeof HeadFile>

/** What a log on disk turned out to be. `torn`: bytes of a last line that was being written when the host died. */
export type AuditCheck = { state: 'good'; head: AuditHead; torn: number } | { state: 'bad'; why: string }

const headOf = (file: HeadFile): AuditHead => ({ index: file.i, head: fromHex(file.head) })

const bad = (why: string): AuditCheck => ({ state: 'bad', why })

/**
 * Verifies a log and its signed head: every line continues the one before it, and the log reaches at least as far as
 * the head says, through the very same head. One line beyond it is a crash between the two writes.
 */
export const checkAudit = async (
  provider: CryptoProvider,
  signKey: Uint8Array,
  log: Uint8Array | null,
  headFile: Uint8Array | null,
): Promise<AuditCheck> => {
  const text = new TextDecoder()
  let signed: HeadFile | null = null
  try {
    signed = headFile === null ? null : v.parse(HeadFile, JSON.parse(text.decode(headFile)))
    if (signed !== null) {
      await verifyHead(provider, signKey, { ...headOf(signed), signature: fromHex(signed.signature) })
    }
  } catch {
    return bad('its signed head can’t be trusted')
  }
  if (log === null) return { state: 'good', head: signed === null ? emptyAudit() : headOf(signed), torn: 0 }
  const end = log.lastIndexOf(0x0a) + 1
  const lines = text.decode(log.subarray(0, end)).split('\n').slice(0, -1)
  try {
    return walk(provider, lines, signed, log.length - end)
  } catch (error) {
    return bad(error instanceof CryptoError ? error.message : 'a line of it can’t be read')
  }
}

const walk = (
  provider: CryptoProvider,
  lines: readonly string[],
  signed: HeadFile | null,
  torn: number,
): AuditCheck => {
  const parsed = lines.map((line) => v.parse(AuditLine, JSON.parse(line)))
  const first = parsed[0]
  const start: AuditHead =
    first?.type === 'continued' ? { index: first.i - 1, head: fromHex(first.prev) } : emptyAudit()
  const entries = parsed.map(
    (line, index): AuditEntry => ({
      index: line.i,
      prev: fromHex(line.prev),
      body: utf8(lines[index] ?? ''),
    }),
  )
  const head = verifyEntries(provider, entries, start)
  if (signed === null)
    return entries.length === 0 ? { state: 'good', head, torn } : bad('its signed head is missing')
  if (signed.i > head.index) return bad('it is shorter than it was')
  const position = entries.findIndex((entry) => entry.index === signed.i)
  const entry = entries[position]
  const there =
    entry === undefined ? start : nextHead(provider, { index: entry.index - 1, head: entry.prev }, entry.body)
  if (there.index !== signed.i || !equal(there.head, fromHex(signed.head)))
    return bad('it is not the one it was')
  return { state: 'good', head, torn }
}

/** The text of the head file. */
export const headText = (head: { index: number; head: Uint8Array; signature: Uint8Array }): string =>
  `${JSON.stringify({ i: head.index, head: toHex(head.head), signature: toHex(head.signature) })}\n`
