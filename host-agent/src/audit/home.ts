import { join } from 'node:path'
import type { CryptoProvider, PublicIdentity, SignedHead } from '@hearth/shared/crypto'
import { readPrivateFile } from '../identity/private-file.ts'
import { AUDIT_FILE, AUDIT_HEAD_FILE, archives } from './archive.ts'
import type { AuditLine } from './entry.ts'
import { MAX_AUDIT_FILE, MAX_AUDIT_LINE, VERIFY_PAUSE_MS, VERIFY_TRIES } from './limits.ts'
import { readHead, splitLog } from './read.ts'
import { type Verdict, verifyAudit } from './verify.ts'

/** The text of a record in a home, file by file, each read when it is its turn. The last may end within a line. */
export function* auditFiles(home: string): Generator<Uint8Array> {
  for (const path of [...archives(home).map((file) => file.path), join(home, AUDIT_FILE)]) {
    const log = readPrivateFile(path, MAX_AUDIT_FILE)
    if (log !== null) yield log
  }
}

/** The signed head of a home's record. Throws for one that can't be trusted. @throws {HearthError} `keys.*` */
const homeHead = (provider: CryptoProvider, signKey: Uint8Array, home: string): Promise<SignedHead | null> =>
  readHead(provider, signKey, readPrivateFile(join(home, AUDIT_HEAD_FILE), MAX_AUDIT_LINE))

const once = async (
  provider: CryptoProvider,
  host: PublicIdentity,
  home: string,
  head: SignedHead | null,
): Promise<{ verdict: Verdict; lines: AuditLine[] }> => {
  let torn = false
  function* parts(): Generator<readonly string[]> {
    for (const log of auditFiles(home)) {
      const split = splitLog(log)
      torn = split.torn > 0
      yield split.texts
    }
  }
  const lines: AuditLine[] = []
  const verdict = await verifyAudit(provider, host, parts(), head, (line) => void lines.push(line))
  const bad =
    verdict.bad ??
    (torn
      ? { entry: verdict.to + 1, why: 'is not whole: the host died while it wrote it, or somebody cut it' }
      : null)
  return { verdict: { ...verdict, bad }, lines }
}

/**
 * Verifies the record of a home, whether or not its host runs: what it writes meanwhile is looked at again.
 * @throws {HearthError} `keys.*` for files that others can open
 */
export const verifyHome = async (
  provider: CryptoProvider,
  host: PublicIdentity,
  home: string,
): Promise<{ verdict: Verdict; lines: AuditLine[] }> => {
  const headNow = async (): Promise<SignedHead | null | 'bad'> => {
    try {
      return await homeHead(provider, host.signKey, home)
    } catch (error) {
      if (error instanceof Error && error.name === 'HearthError') throw error
      return 'bad'
    }
  }
  for (let tries = 1; ; tries += 1) {
    const head = await headNow()
    if (head === 'bad') {
      const why = 'has no head after it that the host signed'
      return { verdict: { from: 0, to: 0, decisions: 0, beyond: 0, bad: { entry: 1, why } }, lines: [] }
    }
    const found = await once(provider, host, home, head)
    const { bad, beyond, to } = found.verdict
    if (bad === null && beyond === 0) return found
    const later = await headNow()
    const moved = later !== 'bad' && (later?.index ?? 0) > (head?.index ?? 0)
    if (bad === null && moved && (later?.index ?? 0) >= to) return found
    if (tries >= VERIFY_TRIES) return { ...found, verdict: signedOnly(found.verdict) }
    await new Promise((resolve) => setTimeout(resolve, VERIFY_PAUSE_MS))
  }
}

/** Entries after the signed head are as bad as others. */
export const signedOnly = (verdict: Verdict): Verdict =>
  verdict.bad !== null || verdict.beyond === 0
    ? verdict
    : {
        ...verdict,
        bad: {
          entry: verdict.to - verdict.beyond + 1,
          why: 'is not signed: the host died before it could sign it, or somebody else wrote it',
        },
      }
