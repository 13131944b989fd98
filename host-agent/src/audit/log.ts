import * as fs from 'node:fs'
import { join } from 'node:path'
import { type AuditHead, emptyAudit, type SignedHead, signHead } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { readPrivateFile } from '../identity/private-file.ts'
import type { Audit, AuditOptions } from './api.ts'
import { AUDIT_FILE, AUDIT_HEAD_FILE, archivePath, dropOld, keptFrom } from './archive.ts'
import { Carry } from './carry.ts'
import { Chain, type Sealed } from './chain.ts'
import type { AuditLine, AuditRecord } from './entry.ts'
import { AppendFile, BrokenFile, putFile } from './file.ts'
import {
  AUDIT_ROTATE_BYTES,
  KEEP_AUDIT_FILES,
  MAX_AUDIT_FILE,
  MAX_AUDIT_LINE,
  MAX_NOTES,
  NOTE_MS,
  NOTE_RETRY_MS,
} from './limits.ts'
import { type AuditCheck, checkAudit, headText } from './read.ts'

/** Opens `audit.log` under `home` and verifies it. A log that does not check out is left as it is and reported. */
export const openAudit = async (options: AuditOptions): Promise<Audit> => {
  const { provider, host, home } = options
  const path = join(home, AUDIT_FILE)
  let log: Uint8Array | null = null
  let check: AuditCheck
  try {
    log = readPrivateFile(path, MAX_AUDIT_FILE)
    const head = readPrivateFile(join(home, AUDIT_HEAD_FILE), MAX_AUDIT_LINE)
    check = await checkAudit(provider, host.signKey, log, head)
  } catch (error) {
    check = { state: 'bad', why: error instanceof HearthError ? error.message : 'it can’t be read' }
  }
  if (check.state === 'bad') {
    const trouble = `${path} can’t be trusted: ${check.why}. No request can be decided until you have looked at it and moved it away; a new one then goes on from here.`
    return new AuditLog(options, { trouble })
  }
  const size = (log?.length ?? 0) - check.torn
  if (check.torn > 0) fs.truncateSync(path, size)
  const audit = new AuditLog(options, { ...check, file: new AppendFile(path, size) })
  await audit.start(log === null)
  return audit
}

type Start = { trouble: string } | { head: AuditHead; lines: readonly AuditLine[]; file: AppendFile }

interface Waiting {
  readonly sealed: Sealed
  /** Null for a note. */
  readonly done: { resolve(head: SignedHead): void; reject(error: unknown): void } | null
}

const systemAfter = (ms: number, run: () => void): (() => void) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

class AuditLog implements Audit {
  readonly #options: AuditOptions
  readonly #chain: Chain
  readonly #carry = new Carry()
  readonly #headPath: string
  readonly #listeners = new Set<(head: SignedHead) => void>()
  readonly #readers = new Set<(line: AuditLine) => void>()
  #file: AppendFile | null = null
  #trouble: string | null = null
  #signed: SignedHead
  /** First entry of the file that is being written. */
  #first: number
  /** Bytes that it began with: what is carried over must not fill it. */
  #base = 0
  #waiting: Waiting[] = []
  #lost = 0
  #running: Promise<void> | null = null
  #timer: (() => void) | null = null

  constructor(options: AuditOptions, start: Start) {
    this.#options = options
    this.#headPath = join(options.home, AUDIT_HEAD_FILE)
    const head = 'head' in start ? start.head : emptyAudit()
    this.#chain = new Chain(options.provider, head)
    this.#signed = { ...head, signature: new Uint8Array(64) }
    this.#first = head.index + 1
    if ('trouble' in start) this.#trouble = start.trouble
    else {
      this.#file = start.file
      this.#first = start.lines[0]?.i ?? this.#first
      for (const line of start.lines) this.#carry.take(line)
    }
  }

  get trouble(): string | null {
    return this.#trouble
  }

  get head(): SignedHead {
    return this.#signed
  }

  /** `fresh`: there was no file; a chain that had begun goes on in the new one. */
  async start(fresh: boolean): Promise<void> {
    const { index } = this.#chain.head
    if (fresh && index > 0)
      await this.append({ type: 'continued', from: keptFrom(this.#options.home, index) })
    else if (!(await this.#sign([]))) throw new HearthError('decision.audit')
  }

  append(record: AuditRecord): Promise<SignedHead> {
    return new Promise((resolve, reject) => {
      const sealed = this.#seal(record)
      if (sealed === null) return reject(new HearthError('decision.audit', this.#trouble ?? undefined))
      this.#waiting.push({ sealed, done: { resolve, reject } })
      // What is recorded in one go, or while the disk is at work, shares a write.
      queueMicrotask(() => void this.#run())
    })
  }

  note(record: AuditRecord): void {
    const sealed = this.#seal(record)
    if (sealed === null) {
      this.#warn(`The audit did not take an entry (${record.type}).`)
      return
    }
    this.#waiting.push({ sealed, done: null })
    this.#bound()
    this.#later(NOTE_MS)
  }

  onHead(listener: (head: SignedHead) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onEntry(listener: (line: AuditLine) => void): () => void {
    this.#readers.add(listener)
    return () => this.#readers.delete(listener)
  }

  async close(): Promise<void> {
    await this.#run()
    this.#trouble ??= 'The audit is closed.'
    this.#timer?.()
    await this.#running
    this.#refuse(this.#waiting.splice(0))
    this.#file?.close()
    this.#file = null
  }

  /** Null where nothing can be recorded, or not this. */
  #seal(record: AuditRecord): Sealed | null {
    return this.#trouble === null ? this.#chain.seal(record, this.#options.now()) : null
  }

  #later(ms: number): void {
    if (this.#timer !== null) return
    const after = this.#options.after ?? systemAfter
    this.#timer = after(ms, () => {
      this.#timer = null
      void this.#run()
    })
  }

  /** What the disk does not take as fast as it comes is given up, the oldest first, and counted. */
  #bound(): void {
    if (this.#waiting.length <= MAX_NOTES) return
    const oldest = this.#waiting.findIndex(({ done }) => done === null)
    this.#waiting.splice(oldest, 1)
    this.#lost += 1
  }

  /** Writes and signs until nothing waits; one run at a time. */
  #run(): Promise<void> {
    this.#running ??= this.#drain().then((taken) => {
      this.#running = null
      if (this.#waiting.length === 0) return
      // What came after the last look is written at once; what the disk did not take, after a rest.
      if (taken) void this.#run()
      else this.#later(NOTE_RETRY_MS)
    })
    return this.#running
  }

  /** False if the disk did not take all of it. Never throws. */
  async #drain(): Promise<boolean> {
    this.#timer?.()
    this.#timer = null
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      if (!(await this.#commit(batch)) || !(await this.#sign(batch))) return false
      if (this.#rotate()) await this.#sign([])
    }
    return true
  }

  /** Writes a batch in one go; false if the disk did not take it. */
  async #commit(batch: readonly Waiting[]): Promise<boolean> {
    const file = this.#file
    if (file === null || this.#trouble !== null) {
      this.#refuse(batch)
      return false
    }
    const lost = this.#lost
    const links = this.#chain.link([...this.#confession(), ...batch.map(({ sealed }) => sealed)])
    try {
      await file.write(links.bytes)
    } catch (error) {
      this.#fail(batch, error)
      return false
    }
    this.#chain.take(links)
    this.#lost -= lost
    for (const line of links.lines) this.#tell(line)
    return true
  }

  #tell(line: AuditLine): void {
    this.#carry.take(line)
    for (const reader of [...this.#readers]) reader(line)
  }

  /** What could not be written meanwhile is at least counted. */
  #confession(): Sealed[] {
    const sealed = this.#lost > 0 ? this.#seal({ type: 'lost', count: this.#lost }) : null
    return sealed === null ? [] : [sealed]
  }

  /** The disk took nothing: who waits is told, and notes are kept for another try. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    if (error instanceof BrokenFile) {
      this.#trouble = `${this.#file?.path} could not be written and is in an unknown state; restart the host agent.`
    }
    this.#refuse(batch, error)
    const notes = batch.filter(({ done }) => done === null)
    if (notes.length > 0) this.#warn('The audit could not be written; it is tried again.')
    this.#waiting = [...notes, ...this.#waiting]
    while (this.#waiting.filter(({ done }) => done === null).length > MAX_NOTES / 2) {
      this.#waiting.splice(
        this.#waiting.findIndex(({ done }) => done === null),
        1,
      )
      this.#lost += 1
    }
  }

  #refuse(batch: readonly Waiting[], cause?: unknown): void {
    const refusal = new HearthError('decision.audit', this.#trouble ?? undefined, { cause })
    for (const { done } of batch) done?.reject(refusal)
  }

  /** Signs the head of all that is written; false where that could not be kept. */
  async #sign(covered: readonly Waiting[]): Promise<boolean> {
    const { provider, host } = this.#options
    try {
      const signed = await signHead(provider, host.sign, this.#chain.head)
      await putFile(this.#headPath, headText(signed))
      this.#signed = signed
    } catch (cause) {
      this.#refuse(covered, cause)
      return false
    }
    for (const { done } of covered) done?.resolve(this.#signed)
    for (const listener of [...this.#listeners]) listener(this.#signed)
    return true
  }

  /** Goes on in a new file when this one is large, and all of it is signed; true if it did. */
  #rotate(): boolean {
    const { home, now, rotateAt = AUDIT_ROTATE_BYTES } = this.#options
    const file = this.#file
    if (file === null || file.size < Math.max(rotateAt, 2 * this.#base)) return false
    const last = this.#chain.head.index
    const away = archivePath(home, this.#first, last)
    const from = keptFrom(home, this.#first - 1, KEEP_AUDIT_FILES - 1)
    const records: AuditRecord[] = [{ type: 'continued', from }, ...this.#carry.records(now())]
    const links = this.#chain.link(records.flatMap((record) => this.#seal(record) ?? []))
    try {
      file.replace(away, links.bytes)
      dropOld(home)
    } catch {
      this.#warn(`${file.path} is large and could not be put away; it grows on.`)
      return false
    }
    this.#chain.take(links)
    this.#first = last + 1
    this.#base = links.bytes.length
    return true
  }

  #warn(message: string): void {
    this.#options.warn?.(message)
  }
}
