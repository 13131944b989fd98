import type { CryptoProvider, LocalIdentity, SignedHead } from '@hearth/shared/crypto'
import type { AuditLine, AuditRecord } from './entry.ts'

/** The host's record of what was asked, decided and changed: append-only, hash-chained, its head signed (docs/protocol.md, "Audit chain"). */
export interface Audit {
  /** Null while all is well; else what is wrong, in words for the owner. Nothing is allowed meanwhile. */
  readonly trouble: string | null
  /** The last head that was signed. */
  readonly head: SignedHead
  /**
   * Resolves with a signed head that covers the entry, when both are on disk: for what has to be recorded before it is done.
   * @throws {HearthError} `decision.audit`; then nothing was recorded
   */
  append(record: AuditRecord): Promise<SignedHead>
  /**
   * Records what has happened, and need not be waited for: it is on disk after NOTE_MS at the latest, or with the next
   * `append`, in the order of the calls. What the disk does not take is tried again, within bounds.
   */
  note(record: AuditRecord): void
  /** Calls `listener` with every new head. */
  onHead(listener: (head: SignedHead) => void): () => void
  /** Calls `listener` with every entry that is on disk now. */
  onEntry(listener: (line: AuditLine) => void): () => void
  /** Writes what waits, signs, and takes nothing more. */
  close(): Promise<void>
}

export interface AuditOptions {
  provider: CryptoProvider
  host: LocalIdentity
  home: string
  now(): number
  /** Runs something later, for entries that nobody waits for; the system's timer by default. */
  after?(ms: number, run: () => void): () => void
  /** What nobody waits for went wrong: words for the host's log. */
  warn?(message: string): void
  /** Size in bytes at which the next file begins; AUDIT_ROTATE_BYTES by default. */
  rotateAt?: number
}
