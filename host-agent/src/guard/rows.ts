import { HearthError } from '@hearth/shared/protocol'
import { Instant, PartyId, SessionId } from '@hearth/shared/session'
import * as v from 'valibot'
import { storeError } from '../store/errors.ts'
import type { HostDatabase } from '../store/open.ts'

/** Why a session is held. */
export const HeldWhy = v.picklist(['denials', 'requests'])
export type HeldWhy = v.InferOutput<typeof HeldWhy>

/** All that is held back. `by` null: the owner at the host. */
export const Brakes = v.strictObject({
  paused: v.nullable(
    v.strictObject({ at: Instant, by: v.nullable(PartyId), why: v.picklist(['person', 'panic']) }),
  ),
  held: v.array(v.strictObject({ session: SessionId, at: Instant, why: HeldWhy })),
  shutOut: v.array(PartyId),
})
export type Brakes = v.InferOutput<typeof Brakes>

/** The brakes on disk. */
export class BrakeRow {
  readonly #db: HostDatabase

  constructor(db: HostDatabase) {
    this.#db = db
  }

  /** What can't be read must not be taken for nothing. @throws {HearthError} `host.store` */
  read(): Brakes {
    try {
      const { state } = v.parse(
        v.object({ state: v.string() }),
        this.#db.prepare('SELECT state FROM guard').get(),
      )
      return v.parse(Brakes, JSON.parse(state))
    } catch (error) {
      throw error instanceof v.ValiError || error instanceof SyntaxError
        ? new HearthError('host.store', 'What the host holds back can’t be read', { cause: error })
        : storeError(error)
    }
  }

  /** @throws {HearthError} `host.store` */
  write(brakes: Brakes): void {
    try {
      this.#db.prepare('UPDATE guard SET state = ?').run(JSON.stringify(brakes))
    } catch (error) {
      throw storeError(error)
    }
  }
}
