import * as fs from 'node:fs'
import { join } from 'node:path'
import {
  type AuditHead,
  type CryptoProvider,
  emptyAudit,
  type LocalIdentity,
  nextHead,
  type SignedHead,
  signHead,
  toHex,
  utf8,
} from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { readPrivateFile, writePrivateFile } from '../identity/private-file.ts'
import type { AuditRecord } from './entry.ts'
import { MAX_AUDIT_FILE, MAX_AUDIT_LINE } from './limits.ts'
import { type AuditCheck, checkAudit, headText } from './read.ts'

/** The host's record of decisions: append-only, hash-chained, its head signed (docs/protocol.md, "Audit chain"). */
export interface Audit {
  /** Null while all is well; else what is wrong, in words for the owner. Nothing is allowed meanwhile. */
  readonly trouble: string | null
  readonly head: SignedHead
  /** Resolves when the entry is on disk. @throws {HearthError} `decision.audit`; then nothing was recorded */
  append(record: AuditRecord): Promise<SignedHead>
  /** Calls `listener` with every new head. */
  onHead(listener: (head: SignedHead) => void): () => void
  close(): void
}

export interface AuditOptions {
  provider: CryptoProvider
  host: LocalIdentity
  home: string
  now(): number
}

/** The log's name under HEARTH_HOME. It exists from the first start on. */
export const AUDIT_FILE = 'audit.log'

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = fs.constants

/** Opens `audit.log` under `home` and verifies it. A log that does not check out is left as it is and reported. */
export const openAudit = async (options: AuditOptions): Promise<Audit> => {
  const { provider, host, home } = options
  const path = join(home, AUDIT_FILE)
  const headPath = join(home, 'audit-head.json')
  let log: Uint8Array | null = null
  let check: AuditCheck
  try {
    log = readPrivateFile(path, MAX_AUDIT_FILE)
    check = await checkAudit(provider, host.signKey, log, readPrivateFile(headPath, MAX_AUDIT_LINE))
  } catch (error) {
    check = { state: 'bad', why: error instanceof HearthError ? error.message : 'it can’t be read' }
  }
  if (check.state === 'bad') {
    const trouble = `${path} can’t be trusted: ${check.why}. No request can be decided until you have looked at it and moved it away; a new one then goes on from here.`
    return new AuditLog(options, { path, headPath, trouble, head: emptyAudit(), size: 0 })
  }
  const size = (log?.length ?? 0) - check.torn
  const audit = new AuditLog(options, { path, headPath, trouble: null, head: check.head, size })
  if (check.torn > 0) fs.truncateSync(path, size)
  await audit.start(log === null)
  return audit
}

interface Start {
  path: string
  headPath: string
  trouble: string | null
  head: AuditHead
  size: number
}

class AuditLog implements Audit {
  readonly #options: AuditOptions
  readonly #path: string
  readonly #headPath: string
  #trouble: string | null
  #at: AuditHead
  #size: number
  #signed: SignedHead
  #fd: number | null = null
  #queue: Promise<unknown> = Promise.resolve()
  readonly #listeners = new Set<(head: SignedHead) => void>()

  constructor(options: AuditOptions, { path, headPath, trouble, head, size }: Start) {
    this.#options = options
    this.#path = path
    this.#headPath = headPath
    this.#trouble = trouble
    this.#at = head
    this.#size = size
    this.#signed = { ...head, signature: new Uint8Array(64) }
  }

  get trouble(): string | null {
    return this.#trouble
  }

  get head(): SignedHead {
    return this.#signed
  }

  /** Opens the file for appending. `fresh`: there is none; a chain that had begun goes on in the new one. */
  async start(fresh: boolean): Promise<void> {
    this.#fd = fs.openSync(this.#path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600)
    if (fresh && this.#at.index > 0) await this.append({ type: 'continued' })
    else await this.#sign(this.#at)
  }

  append(record: AuditRecord): Promise<SignedHead> {
    const done = this.#queue.then(() => this.#append(record))
    // The queue goes on whatever became of this entry; its own caller is told.
    this.#queue = done.catch(() => undefined)
    return done
  }

  onHead(listener: (head: SignedHead) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#trouble ??= 'The audit is closed.'
    if (this.#fd !== null) fs.closeSync(this.#fd)
    this.#fd = null
  }

  async #append(record: AuditRecord): Promise<SignedHead> {
    if (this.#fd === null || this.#trouble !== null) {
      throw new HearthError('decision.audit', this.#trouble ?? undefined)
    }
    const { provider, now } = this.#options
    const line = { i: this.#at.index + 1, prev: toHex(this.#at.head), t: now(), ...record }
    const body = utf8(JSON.stringify(line))
    if (body.length > MAX_AUDIT_LINE) throw new HearthError('decision.audit')
    this.#write(this.#fd, body)
    this.#at = nextHead(provider, this.#at, body)
    return await this.#sign(this.#at)
  }

  /** Whole and on disk, or not there at all. */
  #write(fd: number, body: Uint8Array): void {
    try {
      fs.writeSync(fd, Buffer.concat([body, Buffer.of(0x0a)]))
      fs.fsyncSync(fd)
      this.#size += body.length + 1
    } catch (cause) {
      this.#undo(fd)
      throw new HearthError('decision.audit', undefined, { cause })
    }
  }

  #undo(fd: number): void {
    try {
      fs.ftruncateSync(fd, this.#size)
    } catch {
      this.#trouble = `${this.#path} could not be written and is in an unknown state; restart the host agent.`
    }
  }

  async #sign(head: AuditHead): Promise<SignedHead> {
    const { provider, host } = this.#options
    this.#signed = await signHead(provider, host.sign, head)
    try {
      writePrivateFile(this.#headPath, utf8(headText(this.#signed)), false)
    } catch (cause) {
      throw new HearthError('decision.audit', undefined, { cause })
    }
    for (const listener of this.#listeners) listener(this.#signed)
    return this.#signed
  }
}
