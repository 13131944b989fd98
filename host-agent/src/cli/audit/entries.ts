import { join } from 'node:path'
import { AUDIT_FILE } from '../../audit/archive.ts'
import { type AuditLine, readEntry } from '../../audit/entry.ts'
import { auditFiles } from '../../audit/home.ts'
import { splitLog } from '../../audit/read.ts'
import { followLines } from '../../log/read.ts'

/** An entry as it stands in the file, not verified; null where it is none. */
const entryIn = (text: string): AuditLine | null => {
  try {
    return readEntry(JSON.parse(text))
  } catch {
    // `audit verify` says what is wrong with it.
    return null
  }
}

/** All entries of a home's record that can be read, oldest first. @throws {HearthError} `keys.*` */
export function* entries(home: string): Generator<AuditLine> {
  for (const log of auditFiles(home)) {
    for (const text of splitLog(log).texts) {
      const line = entryIn(text)
      if (line !== null) yield line
    }
  }
}

/** Calls `take` with every entry that is written after `last`, until the signal is aborted. */
export const followEntries = (
  home: string,
  last: number,
  take: (line: AuditLine) => void,
  signal: AbortSignal,
): Promise<void> =>
  followLines(
    join(home, AUDIT_FILE),
    (text) => {
      const line = entryIn(text)
      if (line !== null && line.i > last) take(line)
    },
    signal,
  )
