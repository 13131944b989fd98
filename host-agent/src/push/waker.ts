import type { PushWishes } from '@hearth/shared/protocol'
import type { RequestOutcome, Risk } from '@hearth/shared/session'
import type { Clock } from '../sessions/clock.ts'
import { DEBOUNCE_MS, MAX_WAKES, REPEAT_GAPS_MS } from './limits.ts'
import { quietLeft } from './quiet.ts'
import type { Screens } from './screens.ts'
import { WAKE_TABLE, type WakeAct, type WakeEvent, type WakeState } from './wake.ts'

/** The gravest class of risk: it wakes people at night. */
const GRAVEST: Risk = 4

/** What a waker does its work with. */
export interface WakerNeeds {
  readonly clock: Clock
  readonly screens: Screens
  /** What a device wants to be woken for; null where it can't be reached, or may not read. */
  wishes(device: string): PushWishes | null
  /** `again`: how often this device was told of it before. */
  send(device: string, request: string, again: number): void
  /** `sent`: how often it was told of it. */
  withdraw(
    device: string,
    request: string,
    how: { outcome: RequestOutcome; by: string | null; sent: number },
  ): void
  log(line: string): void
}

interface Wake {
  readonly device: string
  readonly request: string
  readonly risk: Risk | null
  state: WakeState
  /** Pushes that the schedule has come to, sent or left out. */
  turns: number
  sent: number
  cancel(): void
}

/** Wakes devices for requests that wait, by the table and the schedule. Everything is in memory: so are requests. */
export class Waker {
  readonly #needs: WakerNeeds
  readonly #wakes = new Map<string, Wake>()

  constructor(needs: WakerNeeds) {
    this.#needs = needs
  }

  /** A request waits, for this device too. Telling it twice is harmless. */
  begin(device: string, request: string, risk: Risk | null): void {
    const name = `${device} ${request}`
    if (this.#wakes.has(name) || this.#needs.wishes(device) === null) return
    if (this.#wakes.size >= MAX_WAKES) {
      this.#needs.log(`nobody is woken for request ${request}: too many wait`)
      return
    }
    const wake: Wake = {
      device,
      request,
      risk,
      state: 'settling',
      turns: 0,
      sent: 0,
      cancel: () => undefined,
    }
    this.#wakes.set(name, wake)
    this.#plan(wake, DEBOUNCE_MS)
    if (this.#needs.screens.shows(request)) this.#move(wake, 'watched')
  }

  /** It no longer waits; `by` is the device that answered. */
  gone(request: string, outcome: RequestOutcome, by: string | null): void {
    for (const wake of this.#of((one) => one.request === request)) {
      const act = this.#move(wake, 'gone')
      if (act === 'withdraw') this.#needs.withdraw(wake.device, request, { outcome, by, sent: wake.sent })
      this.#forget(wake)
    }
  }

  /** What is on screens has changed. */
  look(): void {
    for (const wake of [...this.#wakes.values()])
      this.#move(wake, this.#needs.screens.shows(wake.request) ? 'watched' : 'unwatched')
  }

  /** This device is woken no more. */
  leave(device: string): void {
    for (const wake of this.#of((one) => one.device === device)) this.#forget(wake)
  }

  close(): void {
    for (const wake of [...this.#wakes.values()]) this.#forget(wake)
  }

  #of(which: (wake: Wake) => boolean): Wake[] {
    return [...this.#wakes.values()].filter(which)
  }

  #forget(wake: Wake): void {
    wake.cancel()
    this.#wakes.delete(`${wake.device} ${wake.request}`)
  }

  #due(wake: Wake): void {
    const wishes = this.#needs.wishes(wake.device)
    if (wishes?.requests !== true) return this.#forget(wake)
    const quiet = wake.risk !== GRAVEST && this.#quietLeft(wake) > 0
    this.#move(wake, quiet ? 'due-quiet' : 'due')
  }

  #quietLeft({ device }: Wake): number {
    return quietLeft(this.#needs.wishes(device)?.quiet ?? null, this.#needs.clock.now())
  }

  #move(wake: Wake, event: WakeEvent): WakeAct {
    const { to, act } = WAKE_TABLE[wake.state][event]
    wake.state = to
    this.#act(wake, act)
    return act
  }

  #act(wake: Wake, act: WakeAct): void {
    if (act === 'nothing') return
    wake.cancel()
    if (act === 'settle') this.#plan(wake, DEBOUNCE_MS)
    if (act === 'morning') this.#plan(wake, this.#quietLeft(wake))
    if (act === 'resume') this.#plan(wake, REPEAT_GAPS_MS[wake.turns - 1])
    if (act === 'send' || act === 'skip') {
      wake.turns += 1
      this.#plan(wake, REPEAT_GAPS_MS[wake.turns - 1])
    }
    if (act !== 'send') return
    wake.sent += 1
    this.#needs.send(wake.device, wake.request, wake.sent - 1)
  }

  /** Nothing where the schedule has come to its end. */
  #plan(wake: Wake, ms: number | undefined): void {
    wake.cancel = ms === undefined ? () => undefined : this.#needs.clock.after(ms, () => this.#due(wake))
  }
}
