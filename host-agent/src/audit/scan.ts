import {
  type AuditHead,
  type CryptoProvider,
  emptyAudit,
  equal,
  fromHex,
  nextHead,
  utf8,
} from '@hearth/shared/crypto'
import { type AuditLine, readEntry } from './entry.ts'

/** The first entry that can't be trusted, by its number, and why: a clause. */
export interface BadEntry {
  readonly entry: number
  readonly why: string
}

/** What a walk along a chain found. `lines` and `head`: as far as nothing is wrong with it. */
export interface Scan {
  readonly lines: AuditLine[]
  /** Where the first line begins: after which entry, with which head. */
  readonly start: AuditHead
  readonly head: AuditHead
  readonly bad: BadEntry | null
}

interface Row {
  readonly line: AuditLine
  /** The head after it, if what it says of the head before it is true. */
  readonly after: Uint8Array
}

const read = (provider: CryptoProvider, text: string): Row | null => {
  try {
    const line = readEntry(JSON.parse(text))
    if (line === null) return null
    const before = { index: line.i - 1, head: fromHex(line.prev) }
    return { line, after: nextHead(provider, before, utf8(text)).head }
  } catch {
    return null
  }
}

const MISSING = 'is missing'

/** Why a row can't stand where entry `at` belongs, by its number alone; null where it can. */
const misplaced = (row: Row, before: Row | undefined, at: number): BadEntry | null => {
  const { i, prev } = row.line
  if (i === at) return null
  // An entry that follows from the one before it is at its place, under a wrong number.
  if (before !== undefined && equal(fromHex(prev), before.after)) {
    return { entry: at, why: `has the number ${i}` }
  }
  if (i === at - 1) return { entry: i, why: 'stands there twice' }
  return {
    entry: at,
    why: i > at ? `${MISSING}, or not at its place: entry ${i} follows` : `is followed by entry ${i}`,
  }
}

/** Where two neighbours don't fit, the later one is to blame if what comes after it does not fit it either. */
const blame = (at: number, laterFitsNext: boolean): BadEntry =>
  laterFitsNext
    ? { entry: at - 1, why: 'was changed: the one after it does not continue it' }
    : { entry: at, why: 'does not continue the one before it' }

/** What is known of a log beside its lines. */
export interface ScanOptions {
  /** The head that the host signed; null where there is none. */
  readonly signed: AuditHead | null
  /** Where it begins; by default what its first line says: entry 1, or the head that a `continued` line goes on from. */
  readonly start?: AuditHead | undefined
  /** Two lines or more that follow, where this is but a part of a log. */
  readonly ahead?: readonly string[]
}

/**
 * Walks along the lines of a log to the head that was signed, and names the first entry that is bad. A change of one
 * line is found at that line: whichever of its neighbours still fits is believed.
 */
export const scan = (
  provider: CryptoProvider,
  texts: readonly string[],
  { signed, start, ahead = [] }: ScanOptions,
): Scan => {
  const rows = [...texts, ...ahead].map((text) => read(provider, text))
  const from = start ?? startOf(rows[0] ?? null, signed, rows.length)
  const lines: AuditLine[] = []
  let head = from
  const found = (bad: BadEntry | null): Scan => ({ lines, start: from, head, bad })
  /** Does the row at `k` lead to the row after it, or to the signed head? */
  const fitsNext = (k: number): boolean => {
    const row = rows[k]
    const next = rows[k + 1]
    if (row === null || row === undefined || next === null) return false
    if (next !== undefined) return equal(fromHex(next.line.prev), row.after)
    return signed === null || signed.index !== row.line.i || equal(signed.head, row.after)
  }
  for (const [k, row] of rows.entries()) {
    if (k > texts.length) break
    const at = from.index + k + 1
    if (row === null) return found({ entry: at, why: 'can’t be read' })
    const wrong = misplaced(row, rows[k - 1] ?? undefined, at)
    if (wrong !== null) return found(wrong)
    if (!equal(fromHex(row.line.prev), head.head)) return found(blame(at, k > 0 && fitsNext(k)))
    if (signed?.index === at && !equal(signed.head, row.after))
      return found({ entry: at, why: 'is not the one that was signed' })
    if (k === texts.length) break
    lines.push(row.line)
    head = { index: at, head: row.after }
  }
  return found(ahead.length > 0 ? null : wrongEnd(signed, from, head))
}

const wrongEnd = (signed: AuditHead | null, from: AuditHead, head: AuditHead): BadEntry | null => {
  if (signed === null)
    return head.index === 0 ? null : { entry: head.index, why: 'has no signed head after it' }
  if (signed.index > head.index)
    return { entry: head.index + 1, why: `${MISSING}: ${signed.index} were signed` }
  if (signed.index < from.index || (signed.index === from.index && !equal(signed.head, from.head)))
    return { entry: from.index + 1, why: 'does not continue what was signed' }
  return null
}

const startOf = (first: Row | null, signed: AuditHead | null, rows: number): AuditHead => {
  if (first?.line.type === 'continued') return { index: first.line.i - 1, head: fromHex(first.line.prev) }
  // A file that is not there yet goes on from what was signed.
  return rows === 0 && signed !== null ? signed : emptyAudit()
}
