import { toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { AuditRecord } from '../audit/entry.ts'
import type { DecidingChannel } from './api.ts'
import type { Channels } from './channels.ts'
import type { Entry } from './entry.ts'
import { MAX_RECORDED_REFUSALS } from './limits.ts'
import type { RequestsOptions } from './options.ts'

/** The code of an error as the record names it. */
export const codeOf = (error: unknown): string =>
  error instanceof HearthError ? error.code : 'host.internal'

/** What the requests room tells the audit. */
export class Recorder {
  readonly #options: Pick<RequestsOptions, 'audit' | 'warn'>
  readonly #channels: Channels

  constructor(options: Pick<RequestsOptions, 'audit' | 'warn'>, channels: Channels) {
    this.#options = options
    this.#channels = channels
  }

  /** Resolves when it is on disk. @throws {HearthError} `decision.audit` */
  async append(record: AuditRecord): Promise<void> {
    await this.#options.audit.append(record)
  }

  /** Records what has happened already; a full disk can't undo it, so it is only reported. */
  async note(record: AuditRecord): Promise<void> {
    try {
      await this.append(record)
    } catch {
      this.#options.warn(`The audit did not take an entry (${record.type}).`)
    }
  }

  /** A recorded decision on a permission did not reach the agent. */
  async undelivered(entry: Entry, code: string): Promise<void> {
    if (entry.matter.kind === 'permission') await this.note({ type: 'undelivered', request: entry.id, code })
  }

  /** A device's decision was refused; recorded up to a bound per channel. */
  async refused(
    request: string | null,
    bytes: Uint8Array,
    channel: DecidingChannel,
    error: unknown,
  ): Promise<void> {
    if (channel.live) {
      const memory = this.#channels.of(channel)
      memory.refusals += 1
      if (memory.refusals > MAX_RECORDED_REFUSALS) return
    }
    const decision = bytes instanceof Uint8Array && bytes.length === 320 ? toHex(bytes) : null
    await this.note({ type: 'refused', request, device: channel.deviceId, code: codeOf(error), decision })
  }
}
