import type { StopStep } from '@hearth/shared/session'
import type { Clock } from './clock.ts'
import { STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from './limits.ts'

export type StoppingState = 'idle' | StopStep | 'over'

/**
 * What can happen to a turn's stop.
 * - `stop`: a person, or the host, wants the turn to end; a person who wants it again escalates at once
 * - `due`: the step's time has passed
 * - `settled`: the turn ended by its own terminal
 * - `ended`: the agent's process is gone
 */
export type StoppingEvent = 'stop' | 'due' | 'settled' | 'ended'

/** State × event, no case missing; a state that leads to itself means that nothing happens. */
export const STOPPING_TABLE: Readonly<Record<StoppingState, Readonly<Record<StoppingEvent, StoppingState>>>> =
  {
    idle: { stop: 'asked', due: 'idle', settled: 'over', ended: 'over' },
    asked: { stop: 'interrupted', due: 'interrupted', settled: 'over', ended: 'over' },
    interrupted: { stop: 'killed', due: 'killed', settled: 'over', ended: 'over' },
    killed: { stop: 'killed', due: 'over', settled: 'over', ended: 'over' },
    over: { stop: 'over', due: 'over', settled: 'over', ended: 'over' },
  }

/** How long each step may take, in ms. */
const STEP_MS: Readonly<Record<StopStep, number>> = {
  asked: STOP_ASK_MS,
  interrupted: STOP_INTERRUPT_MS,
  killed: STOP_KILL_MS,
}

export interface StoppingParts {
  readonly clock: Clock
  /** A step begins; `by` is null where the host does it by itself. */
  tell(step: StopStep, by: string | null): void
  /** Asks the agent to stop the turn. */
  cancel(): Promise<void>
  /** Ends the agent's process; resolves when it is gone. */
  kill(): Promise<void>
  /** The stop is at its end and the turn has no terminal of its own: it is settled as cancelled, whatever comes. */
  giveUp(): void
  report(error: unknown): void
}

/** Stops one turn: asks the agent, asks again, ends its process. Bounded: `giveUp` or `settled` comes in any case. */
export class Stopping {
  readonly #parts: StoppingParts
  #state: StoppingState = 'idle'
  /** Who wanted it last; the steps that follow by themselves are theirs too. */
  #by: string | null = null
  #cancelTimer: (() => void) | null = null

  constructor(parts: StoppingParts) {
    this.#parts = parts
  }

  get state(): StoppingState {
    return this.#state
  }

  /** The turn is to end. `by` is null for the host, which does not press twice. */
  stop(by: string | null): void {
    if (by === null && this.#state !== 'idle') return
    this.#by = by ?? this.#by
    this.#happens('stop')
  }

  /** The turn ended by its own terminal; nothing more is done. */
  settled(): void {
    this.#happens('settled')
  }

  /** The agent's process is gone. */
  ended(): void {
    this.#happens('ended')
  }

  #happens(event: StoppingEvent): void {
    const from = this.#state
    const to = STOPPING_TABLE[from][event]
    if (to === from || to === 'idle') return
    this.#state = to
    this.#cancelTimer?.()
    this.#cancelTimer = null
    if (to !== 'over') return this.#begin(to)
    if (from !== 'idle' && event !== 'settled') this.#parts.giveUp()
  }

  #begin(step: StopStep): void {
    const parts = this.#parts
    this.#cancelTimer = parts.clock.after(STEP_MS[step], () => this.#happens('due'))
    parts.tell(step, this.#by)
    // Whoever is told may have ended it.
    if (this.#state !== step) return
    const report = (error: unknown): void => parts.report(error)
    if (step === 'killed') parts.kill().then(() => this.#happens('ended'), report)
    else parts.cancel().catch(report)
  }
}
