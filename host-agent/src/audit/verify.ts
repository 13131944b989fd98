import { type AuditHead, type CryptoProvider, emptyAudit, type PublicIdentity } from '@hearth/shared/crypto'
import type { AuditLine } from './entry.ts'
import { AHEAD_LINES } from './limits.ts'
import { type BadEntry, scan } from './scan.ts'
import { Signatures } from './signatures.ts'

/** What became of a verification. */
export interface Verdict {
  /** The first and the last entry that were looked at and are good. */
  readonly from: number
  readonly to: number
  /** Decisions whose device's signature was verified. */
  readonly decisions: number
  /** How many of them are after the signed head. */
  readonly beyond: number
  readonly bad: BadEntry | null
}

/**
 * Verifies a whole log offline, part by part: chain and signed head, and each decision against what the log says of its
 * device and its request. `parts`: the lines of each file, in order. `take`: called with each entry that is good.
 */
export const verifyAudit = async (
  provider: CryptoProvider,
  host: PublicIdentity,
  parts: Iterable<readonly string[]>,
  signed: AuditHead | null,
  take: (line: AuditLine) => void = () => undefined,
): Promise<Verdict> => {
  const signatures = new Signatures(provider, host)
  let start: AuditHead | undefined
  let from: number | null = null
  let head = emptyAudit()
  const verdict = (wrong: BadEntry | null): Verdict => ({
    from: from ?? head.index,
    to: head.index,
    decisions: signatures.decisions,
    beyond: Math.max(0, head.index - (signed?.index ?? 0)),
    // What should not have been applied comes before whatever ended the walk.
    bad: signatures.unlawful ?? wrong,
  })
  for (const [texts, ahead] of withAhead(parts)) {
    // No line at all is no log that goes on from elsewhere: then all that was signed is missing.
    if (texts.length === 0) start ??= emptyAudit()
    const found = scan(provider, texts, { signed, start, ahead })
    from ??= found.start.index + 1
    for (const line of found.lines) {
      const why = found.bad?.entry === line.i ? found.bad.why : await signatures.take(line)
      if (why !== null) return verdict({ entry: line.i, why })
      head = { ...head, index: line.i }
      take(line)
    }
    if (found.bad !== null) return verdict(found.bad)
    start = found.head
    head = found.head
  }
  return verdict(null)
}

/** Each part that has lines, with the first lines of what follows it. */
function* withAhead(parts: Iterable<readonly string[]>): Generator<[readonly string[], readonly string[]]> {
  let last: readonly string[] = []
  for (const part of parts) {
    if (part.length < AHEAD_LINES) {
      // Too short to tell by it which of two neighbours was changed.
      last = [...last, ...part]
      continue
    }
    if (last.length > 0) yield [last, part.slice(0, AHEAD_LINES)]
    last = part
  }
  yield [last, []]
}
