import type { Turn } from '@hearth/shared/session'
import { FAULT_PAUSES_MS } from '../limits.ts'
import { Drive } from './drive.ts'
import type { EngineParts } from './engine-parts.ts'
import { isUnavailable } from './failures.ts'
import type { Change } from './ledger.ts'
import type { Links } from './links.ts'
import { Credit } from './pacing.ts'
import { type Patience, patienceOf, pauseOf } from './patience.ts'
import { Recovery } from './recovery.ts'
import { Room } from './room.ts'
import { Steers } from './steers.ts'

const newest = (turns: readonly Turn[]): number => Math.max(0, ...turns.map((turn) => turn.n))

/**
 * Runs the turns of one session, one at a time, in the order of the queue. What it decides is in the log before it
 * acts on it: a turn's key is durable before the prompt is sent, and each turn settles exactly once. A log that can't
 * be written is treated like a crash: the turn is given up, and recovery goes by the agent's own record.
 */
export class Engine {
  readonly #parts: EngineParts
  readonly #links: Links
  readonly #steers: Steers
  readonly #credit: Credit
  readonly #room: Room
  readonly #patienceOf: (agent: string) => Patience
  #drive: Drive | null = null
  #recovery: Recovery | null = null
  /** A stop that came while nobody was there to take it. */
  #stopLater: { turn: number; by: string | null } | null = null
  #isProbing = false
  #faults = 0
  #cancelPause: (() => void) | null = null
  /** The pause is for an agent that failed to start: another agent's turn need not wait for it. */
  #isPauseForAgent = false
  #isClosed = false

  constructor(parts: EngineParts, links: Links) {
    this.#parts = parts
    this.#links = links
    this.#credit = new Credit(parts.clock)
    this.#room = new Room(parts, () => this.kick())
    this.#steers = new Steers(parts, {
      settled: () => {
        this.#wish()
        this.kick()
      },
      suspect: (drive) => {
        if (this.#drive === drive && !drive.run.over) drive.isSuspect = true
        else this.#links.of(drive.run.agent).drop()
      },
      fault: (error) => this.#fault(error),
    })
    const queued = parts.ledger.created ? parts.ledger.state.queued : []
    this.#patienceOf = patienceOf(newest(queued))
  }

  /** Is there nothing that forbids letting the session go from memory? */
  get idle(): boolean {
    return this.#isFree && this.#cancelPause === null && !this.#links.busy
  }

  /** Is this agent at work, or about to be? */
  uses(agent: string): boolean {
    return this.#drive?.run.agent === agent || this.#recovery?.agent === agent || this.#steers.uses(agent)
  }

  /** Starts the next queued turn, unless one runs, the agent is given a pause or all that may run are at work. */
  kick(): void {
    if (this.#isClosed || !this.#isFree) return
    this.#room.rest()
    if (this.#cancelPause !== null && this.#isPauseForAgent) this.#endPause()
    if (this.#cancelPause === null) this.#next()
    if (this.#isFree) this.#parts.pool.rested()
  }

  /**
   * Takes up what was with an agent when the host went down: the turn that ran, then prompts that steered. Resolves
   * when the first has settled, or will be tried later.
   */
  async recover(): Promise<void> {
    if (this.#isClosed || !this.#isFree) return
    const { current, queued } = this.#parts.ledger.state
    const turn = current ?? queued.find((one) => one.state === 'steering')
    if (turn !== undefined) {
      if (!this.#canAsk(turn)) return
      const front = (change: Change) => this.#steers.front(change, turn.n)
      this.#recovery = new Recovery(this.#parts, this.#links.of(turn.agent), turn, front)
      if (this.#stopLater?.turn === turn.n) this.#recovery.stop(this.#stopLater.by)
      this.#stopLater = null
      try {
        await this.#recovery.run()
      } catch (error) {
        this.#fault(error)
      }
      this.#recovery = null
    }
    this.kick()
  }

  /**
   * Stops the turn that runs; it settles within stated bounds. `by` is null where the host does it. Where the log could
   * just not be written, it is stopped as soon as it is known what became of it.
   */
  stop(turn: number, by: string | null): void {
    if (this.#recovery?.turn === turn) this.#recovery.stop(by)
    else if (this.#drive?.run.turn === turn) this.#drive.stop(by)
    else if (this.#parts.ledger.state.current?.n === turn) this.#stopLater = { turn, by }
  }

  /**
   * Lets a queued prompt steer: into the turn that runs where its agent can take it, else to the front of the queue,
   * and that turn is stopped. What is decided here happens when the change has become durable.
   */
  steer(change: Change, n: number): void {
    const turn = change.state.queued.find((one) => one.n === n && one.state === 'queued')
    if (turn === undefined) return
    const drive = this.#drive
    const { current } = change.state
    // Nothing runs, or its end is near by other means: then it is the next.
    const isOn = drive !== null && current?.n === drive.run.turn && !drive.ending
    if (!isOn) return this.#steers.front(change, n)
    const { session } = drive
    const joins = session === null ? this.#links.of(drive.run.agent).joins : session.steer !== null
    if (turn.agent !== drive.run.agent || !joins) {
      this.#steers.front(change, n)
      return change.durable(() => this.stop(drive.run.turn, null))
    }
    if (session !== null && current.state !== 'starting' && !this.#steers.full)
      return this.#steers.give(change, turn, drive, session)
    this.#steers.front(change, n)
    drive.wishes.add(n)
  }

  /** The queue was put into an order of people's own. */
  ordered(): void {
    this.#steers.forgetOrder()
  }

  /** Sends what is held back to the log: somebody watches from now on. */
  flush(): void {
    this.#drive?.run.pacer.flush()
  }

  /** Stops working without settling anything. What is held back goes to the log. */
  close(): void {
    this.#isClosed = true
    this.#endPause()
    this.#room.end()
    this.#recovery?.abandon()
    this.#steers.abandon()
    this.#drive?.close()
  }

  /** Lets the agent sessions go; only when idle. */
  release(): void {
    this.close()
    this.#links.dropAll()
  }

  /** Does nothing run, and is nothing found out? */
  get #isFree(): boolean {
    return this.#drive === null && this.#recovery === null && this.#steers.size === 0 && !this.#isProbing
  }

  #next(): void {
    const { current, queued } = this.#parts.ledger.state
    if (current !== null || queued.some((turn) => turn.state === 'steering')) {
      this.recover().catch(this.#parts.report)
      return
    }
    const next = queued[0]
    if (next === undefined || !this.#parts.gate(this.#parts.ledger.id)) return this.#room.end()
    const patience = this.#patienceOf(next.agent)
    const wait = patience.wait(this.#parts.clock.now())
    if (wait > 0) return this.#pause(wait, true)
    const link = this.#links.of(next.agent)
    if (!this.#room.take(link, next.n)) return
    if (patience.holds(next.n) && link.warm === null) this.#probe(next.agent).catch(this.#parts.report)
    else this.#begin(next)
  }

  /** Can the agent's record of a turn be asked for now? Where there is none, or nobody wants to wait, that needs no place. */
  #canAsk(turn: Turn): boolean {
    const { ledger, store } = this.#parts
    if (this.#stopLater?.turn === turn.n || store.turns.sent(ledger.num, turn.n) === null) return true
    return this.#room.take(this.#links.of(turn.agent), turn.n)
  }

  /** Sees whether the agent is there before a prompt is risked that waited while it was not. */
  async #probe(agent: string): Promise<void> {
    this.#isProbing = true
    try {
      await this.#links.of(agent).open()
    } catch (error) {
      const patience = this.#patienceOf(agent)
      if (isUnavailable(error)) patience.delay(this.#parts.clock.now())
      // Other trouble won't pass by waiting: the turn tells it.
      else patience.letGo()
    }
    this.#isProbing = false
    this.kick()
  }

  #begin(turn: Turn): void {
    const patience = this.#patienceOf(turn.agent)
    const mine = (act: () => void) => () => {
      if (this.#drive === drive) act()
    }
    const drive: Drive = new Drive(turn, this.#links.of(turn.agent), this.#credit, this.#parts, {
      accepted: mine(() => {
        patience.over()
        this.#wish()
      }),
      joined: (key) => this.#steers.joined(drive, key),
      refused: (isUnavailable) => {
        if (isUnavailable) patience.hold(newest(this.#parts.ledger.state.queued))
        patience.delay(this.#parts.clock.now())
      },
      over: mine(() => {
        this.#drive = null
        this.#faults = 0
        this.#steers.turnOver(drive)
        this.kick()
      }),
      fault: (error) => mine(() => this.#fault(error))(),
    })
    this.#drive = drive
    drive.begin()
  }

  /** Prompts that wanted to join, and could not yet, try again. */
  #wish(): void {
    const drive = this.#drive
    if (drive === null || drive.wishes.size === 0 || this.#isClosed) return
    const wishes = [...drive.wishes]
    drive.wishes.clear()
    this.#parts.ledger
      .submit((change) => {
        for (const turn of wishes) this.steer(change, turn)
      })
      .catch((error: unknown) => this.#fault(error))
  }

  /** The log could not be written: what the running turn knows can't be told. Recovery goes by the agent's record. */
  #fault(error: unknown): void {
    if (this.#isClosed || (this.#cancelPause !== null && !this.#isPauseForAgent)) return
    this.#parts.report(error)
    const drive = this.#drive
    this.#drive = null
    this.#steers.abandon()
    drive?.abandon()
    this.#endPause()
    this.#pause(pauseOf(FAULT_PAUSES_MS, this.#faults++), false)
  }

  #pause(ms: number, isForAgent: boolean): void {
    this.#isPauseForAgent = isForAgent
    this.#cancelPause = this.#parts.clock.after(ms, () => {
      this.#cancelPause = null
      this.kick()
    })
  }

  #endPause(): void {
    this.#cancelPause?.()
    this.#cancelPause = null
  }
}
