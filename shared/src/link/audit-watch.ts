import { type AuditHead, CryptoError, type CryptoProvider, verifyHead } from '../crypto/index.ts'
import { type Down, HearthError } from '../protocol/index.ts'

/** Where a device keeps the last audit head that it has seen, so that a host can't roll its record back unnoticed. */
export interface AuditMemory {
  read(): Promise<AuditHead | null>
  write(head: AuditHead): Promise<void>
}

/** Holds every head that the host pushes against the last one seen. */
export class AuditWatch {
  readonly #provider: CryptoProvider
  readonly #hostSignKey: Uint8Array
  readonly #memory: AuditMemory | undefined
  #seen: AuditHead | null

  constructor(
    provider: CryptoProvider,
    hostSignKey: Uint8Array,
    memory: AuditMemory | undefined,
    seen: AuditHead | null,
  ) {
    this.#provider = provider
    this.#hostSignKey = hostSignKey
    this.#memory = memory
    this.#seen = seen
  }

  /** As the device's first message says it. */
  get seen(): { i: number; head: Uint8Array } | null {
    return this.#seen === null ? null : { i: this.#seen.index, head: this.#seen.head }
  }

  /** @throws {HearthError} `link.audit` when the record was rolled back, forked, or is not signed by the host */
  async receive({ i, head, signature }: Extract<Down, { t: 'audit-head' }>): Promise<void> {
    const pushed = { index: i, head, signature }
    try {
      await verifyHead(this.#provider, this.#hostSignKey, pushed, this.#seen ?? undefined)
    } catch (cause) {
      if (!(cause instanceof CryptoError)) throw cause
      throw new HearthError('link.audit', `The host’s audit record: ${cause.message}`, { cause })
    }
    this.#seen = { index: i, head }
    await this.#memory?.write(this.#seen)
  }
}
