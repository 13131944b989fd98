import type { HearthError } from '@hearth/shared/protocol'
import { COMMIT_MAX_EVENTS } from '../limits.ts'
import { storeError } from './errors.ts'
import type { HostDatabase } from './open.ts'

/** What one participant wants written. Exactly one of `committed` and `failed` is called, once. */
export interface Plan {
  /** Events in it, for the bound of a batch. */
  readonly events: number
  /** Runs inside the transaction; may run again in a transaction of its own. */
  write(): void
  /** It is durable. */
  committed(): void
  /** Nothing of it was written. */
  failed(error: HearthError): void
}

/** Something whose changes are written in a group with those of others. */
export interface Participant {
  /** Takes what is due, up to about `room` events; null when nothing is. */
  plan(room: number): Plan | null
  /** Is anything left for the next batch? */
  readonly due: boolean
}

export interface GroupCommit {
  /** Has the participant asked in the next batch. */
  enlist(participant: Participant): void
  /** Writes all that is due now. */
  flush(): void
  /** Flushes, then takes nothing more. */
  close(): void
}

/**
 * One transaction for everything that became due in one tick, over all participants, at most about
 * `COMMIT_MAX_EVENTS` events at once. Where a group fails, each plan is tried alone, so that only the one at fault
 * fails.
 * @param soon calls back once the tick's input has been read
 * @param report takes failures of `committed` and `failed` themselves
 */
export const createGroupCommit = (
  db: HostDatabase,
  report: (error: unknown) => void,
  soon: (run: () => void) => void = setImmediate,
): GroupCommit => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const end = db.prepare('COMMIT')
  const enlisted = new Set<Participant>()
  let scheduled = false
  let closed = false

  const transact = (plans: readonly Plan[]): void => {
    begin.run()
    try {
      for (const plan of plans) plan.write()
      end.run()
    } catch (error) {
      // A full disk rolls back by itself.
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  const tell = (plan: Plan, error: HearthError | null): void => {
    try {
      if (error === null) plan.committed()
      else plan.failed(error)
    } catch (thrown) {
      report(thrown)
    }
  }

  const commit = (plans: readonly Plan[]): void => {
    let failure: HearthError | null = null
    try {
      transact(plans)
    } catch (error) {
      failure = storeError(error)
    }
    if (failure === null || plans.length === 1) for (const plan of plans) tell(plan, failure)
    else for (const plan of plans) commit([plan])
  }

  const gather = (): Plan[] => {
    const plans: Plan[] = []
    let room = COMMIT_MAX_EVENTS
    for (const participant of enlisted) {
      if (room <= 0) break
      const plan = participant.plan(room)
      if (!participant.due) enlisted.delete(participant)
      if (plan === null) continue
      plans.push(plan)
      room -= plan.events
    }
    return plans
  }

  const batch = (): void => {
    const plans = gather()
    if (plans.length > 0) commit(plans)
  }

  const schedule = (): void => {
    if (scheduled || closed || enlisted.size === 0) return
    scheduled = true
    soon(() => {
      scheduled = false
      if (closed) return
      batch()
      schedule()
    })
  }

  return {
    enlist: (participant) => {
      enlisted.add(participant)
      schedule()
    },
    flush: () => {
      while (!closed && enlisted.size > 0) batch()
    },
    close: () => {
      while (!closed && enlisted.size > 0) batch()
      closed = true
    },
  }
}
