import type { HearthError, SessionSummary } from '@hearth/shared/protocol'
import {
  type EventBody,
  isSettled,
  reduce,
  type SessionState,
  type TurnOutcome,
  trim,
} from '@hearth/shared/session'
import type { Participant, Plan } from '../store/commit.ts'
import type { EventRow } from '../store/event-rows.ts'
import type { SessionRow } from '../store/session-rows.ts'
import type { SessionStore } from '../store/store.ts'
import { Batch, type Job, type Last } from './batch.ts'
import { summarise } from './summary.ts'
import { Tail } from './tail.ts'

/** A change of one session that becomes durable as a whole, or not at all. */
export interface Change {
  /** The state with everything emitted so far. */
  readonly state: SessionState
  /** Adds an event; gives its seq. */
  emit(body: EventBody): number
  /** Adds a write to the transaction. It may run again, in another one. */
  row(write: () => void): void
  /** Called once it is known whether the change became durable. */
  done(run: () => void): void
  /** Called when the change has become durable, before anybody else hears of it. */
  durable(run: () => void): void
}

/** What a ledger tells its owner after a commit. */
export interface LedgerOwner {
  /** New events are durable; `line` says whether the session's line changed with them. */
  grew(line: boolean): void
  report(error: unknown): void
}

/**
 * One session's log with its state. Changes queue up, are computed against the state, and become durable together
 * with those of other sessions; only then do `state` and readers see them.
 */
export class Ledger implements Participant {
  readonly id: string
  readonly num: number
  readonly #store: SessionStore
  readonly #owner: LedgerOwner
  readonly #tail = new Tail()
  #jobs: Job[] = []
  #state: SessionState | null
  #last: Last

  constructor(
    at: { id: string; num: number },
    loaded: { state: SessionState | null; last: TurnOutcome | null },
    store: SessionStore,
    owner: LedgerOwner,
  ) {
    this.id = at.id
    this.num = at.num
    this.#state = loaded.state
    this.#last = { outcome: loaded.last, turn: null }
    this.#store = store
    this.#owner = owner
  }

  /** Reads a session's state: the last settle's, and the events since. */
  static load(row: SessionRow, store: SessionStore, owner: LedgerOwner): Ledger {
    let state = store.sessions.head(row.num)
    for (;;) {
      const page = store.events.page(row.num, state?.seq ?? 0)
      for (const { event } of page) state = trim(reduce(state, event), 0)
      if (page.length === 0) break
    }
    const last = row.summary.state !== null && isSettled(row.summary.state) ? row.summary.state : null
    return new Ledger(row, { state, last }, store, owner)
  }

  /** The durable state, without the settled turns. */
  get state(): SessionState {
    if (this.#state === null) throw new Error('the session was not created')
    return this.#state
  }

  get created(): boolean {
    return this.#state !== null
  }

  get summary(): SessionSummary {
    return summarise(this.id, this.state, this.#last.outcome)
  }

  /** Does anything wait to become durable? */
  get due(): boolean {
    return this.#jobs.length > 0
  }

  /**
   * Makes a change. Resolves with what `work` gave once it is durable.
   * `work` runs when its batch is made; when it throws, nothing of it is kept and the promise rejects with that.
   * @throws HearthError `host.store` when the batch could not be written
   */
  submit<T>(work: (change: Change) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let given: { value: T } | undefined
      this.#jobs.push({
        run: (change) => {
          given = { value: work(change) }
        },
        resolve: () => (given === undefined ? reject(new Error('not run')) : resolve(given.value)),
        reject,
      })
      this.#store.commit.enlist(this)
    })
  }

  /** The durable events after `after`: from memory when they are recent, else one page of the database. */
  read(after: number): readonly EventRow[] {
    if (after >= (this.#state?.seq ?? 0)) return []
    return this.#tail.after(after) ?? this.#store.events.page(this.num, after)
  }

  plan(room: number): Plan | null {
    const batch = new Batch(this.#state, this.#last)
    let taken = 0
    while (taken < this.#jobs.length && (taken === 0 || batch.rows.length < room)) {
      const job = this.#jobs[taken++]
      if (job !== undefined) this.#apply(batch, job)
    }
    this.#jobs = this.#jobs.slice(taken)
    if (batch.jobs.length === 0) return null
    if (batch.rows.length > 0 || batch.writes.length > 0) return this.#planOf(batch)
    this.#finish(batch)
    return null
  }

  /** Runs one job on a batch; a job that throws leaves the batch as it was. */
  #apply(batch: Batch, job: Job): void {
    const mark = {
      ...lengths(batch),
      state: batch.state,
      last: batch.last,
      line: batch.line,
      settled: batch.settled,
    }
    const turns = batch.turns.size === 0 ? [] : [...batch.turns]
    const change: Change = {
      get state() {
        if (batch.state === null) throw new Error('the session was not created')
        return batch.state
      },
      emit: (body) => batch.emit(body, (n) => this.#store.turns.get(this.num, n)),
      row: (write) => batch.writes.push(write),
      done: (run) => batch.ends.push(run),
      durable: (run) => batch.acts.push(run),
    }
    try {
      job.run(change)
      batch.jobs.push(job)
    } catch (error) {
      batch.rows.length = mark.rows
      batch.writes.length = mark.writes
      batch.acts.length = mark.acts
      for (const end of batch.ends.splice(mark.ends)) end()
      batch.turns.clear()
      for (const [n, turn] of turns) batch.turns.set(n, turn)
      Object.assign(batch, { state: mark.state, last: mark.last, line: mark.line, settled: mark.settled })
      job.reject(error)
    }
  }

  #planOf(batch: Batch): Plan {
    const { events, sessions, turns } = this.#store
    return {
      events: batch.rows.length,
      write: () => {
        for (const write of batch.writes) write()
        events.insert(this.num, batch.rows)
        for (const turn of batch.turns.values()) turns.save(this.num, turn)
        if (batch.state === null) return
        if (batch.settled) sessions.saveHead(this.num, batch.state)
        if (!batch.line) return
        const busy = batch.state.current !== null || batch.state.queued.length > 0
        sessions.save(this.num, summarise(this.id, batch.state, batch.last.outcome), busy)
      },
      committed: () => {
        this.#state = batch.state
        this.#last = batch.last
        for (const row of batch.rows) this.#tail.push(row)
        this.#finish(batch)
        if (batch.rows.length > 0) this.#owner.grew(batch.line)
      },
      failed: (error) => this.#fail(batch, error),
    }
  }

  #finish(batch: Batch): void {
    for (const act of batch.acts) {
      try {
        act()
      } catch (error) {
        this.#owner.report(error)
      }
    }
    for (const end of batch.ends) end()
    for (const job of batch.jobs) job.resolve()
  }

  /** What was computed after a lost change may rest on it: all that still waits fails with it. */
  #fail(batch: Batch, error: HearthError): void {
    const waiting = this.#jobs
    this.#jobs = []
    for (const end of batch.ends) end()
    for (const job of [...batch.jobs, ...waiting]) job.reject(error)
  }
}

const lengths = (batch: Batch) => ({
  rows: batch.rows.length,
  writes: batch.writes.length,
  ends: batch.ends.length,
  acts: batch.acts.length,
})
