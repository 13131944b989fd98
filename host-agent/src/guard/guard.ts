import { HearthError } from '@hearth/shared/protocol'
import type { Audit } from '../audit/api.ts'
import type { AuditRecord } from '../audit/entry.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Guard, GuardState } from './api.ts'
import { DENIALS_MS, MAX_DENIALS, MAX_REQUESTS, REQUESTS_MS } from './limits.ts'
import { Pace } from './pace.ts'
import { BrakeRow, type Brakes, type HeldWhy } from './rows.ts'

/** What the brakes act on. */
export interface GuardParts {
  readonly db: HostDatabase
  readonly audit: Pick<Audit, 'append'>
  now(): number
  /** Every paired device. */
  devices(): readonly { readonly id: string; readonly name: string }[]
  /** Ends what a session's agent does; that of all sessions with null. */
  stop(session: string | null, by: string | null): void
  /** Turns down every request that waits. */
  denyAll(by: string | null): Promise<void>
  warn(message: string): void
}

/** Opens the brakes as they were left. @throws {HearthError} `host.store` */
export const openGuard = (parts: GuardParts): Guard => new Brake(parts)

/**
 * What takes authority away works at once, before it is written down; what gives it back is on disk and in the record
 * first.
 */
class Brake implements Guard {
  readonly #parts: GuardParts
  readonly #row: BrakeRow
  readonly #denials = new Pace(DENIALS_MS)
  readonly #requests = new Pace(REQUESTS_MS)
  readonly #listeners = new Set<() => void>()
  #now: Brakes
  #panics = 0

  constructor(parts: GuardParts) {
    this.#parts = parts
    this.#row = new BrakeRow(parts.db)
    this.#now = this.#row.read()
  }

  get paused(): boolean {
    return this.#now.paused !== null
  }

  state(device: string | null): GuardState {
    const { paused, held } = this.#now
    return {
      paused: paused && { ...paused, by: this.#named(paused.by) },
      held: [...held],
      shutOut: device !== null && this.isShutOut(device),
    }
  }

  isHeld(session: string): boolean {
    return this.#now.held.some((one) => one.session === session)
  }

  isShutOut(device: string): boolean {
    return this.#now.shutOut.includes(device)
  }

  async pause(by: string | null): Promise<void> {
    if (this.paused) return
    this.#set({ paused: { at: this.#parts.now(), by, why: 'person' } })
    await this.#keep({ type: 'paused', by })
  }

  async resume(by: string | null): Promise<void> {
    const { paused } = this.#now
    if (paused === null) return
    await this.#parts.audit.append({ type: 'resumed', by })
    // Somebody may have panicked meanwhile.
    if (this.#now.paused !== paused) throw new HearthError('host.paused')
    this.#give({ ...this.#now, paused: null })
  }

  async panic(by: string | null): Promise<void> {
    const others = this.#parts.devices().flatMap(({ id }) => (id === by ? [] : [id]))
    const shutOut = [...new Set([...this.#now.shutOut, ...others])]
    this.#panics += 1
    this.#set({ paused: { at: this.#parts.now(), by, why: 'panic' }, shutOut })
    const denied = this.#parts.denyAll(by)
    this.#parts.stop(null, by)
    await Promise.all([this.#keep({ type: 'panic', by }), denied])
  }

  async letIn(device: string | null): Promise<void> {
    const panics = this.#panics
    const isMeant = (id: string): boolean => device === null || id === device
    if (!this.#now.shutOut.some(isMeant)) return
    await this.#parts.audit.append({ type: 'let-in', device })
    if (this.#panics !== panics) throw new HearthError('host.paused', 'Somebody has panicked meanwhile')
    this.#give({ ...this.#now, shutOut: this.#now.shutOut.filter((id) => !isMeant(id)) })
  }

  async release(session: string, by: string | null): Promise<void> {
    if (!this.isHeld(session)) return
    await this.#parts.audit.append({ type: 'released', session, by })
    this.#denials.forget(session)
    this.#requests.forget(session)
    this.#give({ ...this.#now, held: this.#now.held.filter((one) => one.session !== session) })
  }

  async prompted(session: string, by: string): Promise<void> {
    this.#requests.forget(session)
    await this.release(session, by)
  }

  denied(session: string): void {
    if (this.#denials.count(session, this.#parts.now()) >= MAX_DENIALS) this.#hold(session, 'denials')
  }

  admits(session: string): boolean {
    if (this.isHeld(session)) return false
    if (this.#requests.count(session, this.#parts.now()) <= MAX_REQUESTS) return true
    this.#hold(session, 'requests')
    return false
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #hold(session: string, why: HeldWhy): void {
    if (this.isHeld(session)) return
    this.#set({ held: [...this.#now.held, { session, at: this.#parts.now(), why }] })
    this.#keep({ type: 'held', session, why }).catch(() =>
      this.#parts.warn('That a session is held could not be written down; it is until the host agent ends.'),
    )
    this.#parts.stop(session, null)
  }

  /** Authority is taken away: that holds from now on, whatever the disk says. */
  #set(change: Partial<Brakes>): void {
    this.#now = { ...this.#now, ...change }
    this.#tell()
  }

  /** @throws {HearthError} `host.store`, `decision.audit`; what was taken away stays taken away */
  async #keep(record: AuditRecord): Promise<void> {
    const recorded = this.#parts.audit.append(record)
    // Both are tried, and each is told.
    const outcomes = await Promise.allSettled([(async () => this.#row.write(this.#now))(), recorded])
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  }

  /** Authority is given back: that is on disk before it holds. @throws {HearthError} `host.store` */
  #give(next: Brakes): void {
    this.#row.write(next)
    this.#now = next
    this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }

  #named(by: string | null): { id: string; name: string } | null {
    if (by === null) return null
    return {
      id: by,
      name: this.#parts.devices().find(({ id }) => id === by)?.name ?? 'a device that is gone',
    }
  }
}
