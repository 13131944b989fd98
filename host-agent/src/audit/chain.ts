import { type AuditHead, type CryptoProvider, concat, nextHead, toHex, utf8 } from '@hearth/shared/crypto'
import { type AuditLine, type AuditRecord, readEntry } from './entry.ts'
import { MAX_AUDIT_LINE } from './limits.ts'

/** A record with its time, checked, and not yet at its place. */
export interface Sealed {
  readonly record: AuditRecord
  readonly t: number
  /** Its part of the line. */
  readonly text: string
}

/** Entries at their places: what to write, and the head after it. */
export interface Links {
  readonly bytes: Uint8Array
  readonly lines: AuditLine[]
  readonly head: AuditHead
}

const NO_HEAD = '0'.repeat(128)
/** Longest that index, head and time make a line. */
const LINK_LENGTH = 200

/** The end of a chain. */
export class Chain {
  readonly #provider: CryptoProvider
  #head: AuditHead

  constructor(provider: CryptoProvider, head: AuditHead) {
    this.#provider = provider
    this.#head = head
  }

  get head(): AuditHead {
    return this.#head
  }

  /** Null for what could not be read again: a line that is refused later would stop the host. */
  seal(record: AuditRecord, t: number): Sealed | null {
    const text = JSON.stringify(record).slice(1)
    if (readEntry({ i: 1, prev: NO_HEAD, t, ...record }) === null) return null
    return Buffer.byteLength(text) + LINK_LENGTH > MAX_AUDIT_LINE ? null : { record, t, text }
  }

  /** Entries as they would follow now. Nothing changes until `take`. */
  link(sealed: readonly Sealed[]): Links {
    let head = this.#head
    const parts: Uint8Array[] = []
    const lines: AuditLine[] = []
    for (const { record, t, text } of sealed) {
      const linked = { i: head.index + 1, prev: toHex(head.head), t }
      const line = `{"i":${linked.i},"prev":"${linked.prev}","t":${t},${text}`
      const body = utf8(line)
      head = nextHead(this.#provider, head, body)
      parts.push(body, Uint8Array.of(0x0a))
      lines.push({ ...linked, ...record })
    }
    return { bytes: concat(...parts), lines, head }
  }

  /** They are on disk. */
  take({ head }: Links): void {
    this.#head = head
  }
}
