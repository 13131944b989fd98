import assert from 'node:assert/strict'
import { type Memory, reduce, type SessionEvent, type SessionState, trim } from '@hearth/shared/session'
import { QUIET_MS, STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from '../../limits.ts'
import { kindOf } from './kinds.ts'
import type { World } from './world.ts'

/** What may still be said of a turn that has settled. */
const AFTERWARDS = new Set<SessionEvent['type']>(['turn.resolved', 'usage', 'notice'])

const STOP_MS = STOP_ASK_MS + STOP_INTERRUPT_MS + STOP_KILL_MS

/** Looks at one session's log as it grows: whether each event may stand where it does. */
export class Witness {
  readonly session: string
  readonly #world: World
  readonly #settled = new Set<number>()
  /** When each turn was first asked to stop, and in which epoch. */
  readonly #stops = new Map<number, { at: number; epoch: number }>()
  /** What people were told of the agents' memories while nothing was going on. */
  #memories = new Map<string, { memory: Memory; epoch: number }>()
  #admitted = 0
  state: SessionState | null = null

  constructor(session: string, world: World) {
    this.session = session
    this.#world = world
  }

  /** Reads what is new, and compares what it adds up to with what the host says. */
  look(): void {
    const feed = this.#world.sessions.open(this.session, this.state?.seq ?? 0, () => undefined)
    for (let rows = feed.read(1 << 20); rows.length > 0; rows = feed.read(1 << 20))
      for (const { event } of rows) this.#see(event)
    const live = feed.snapshot(0)
    feed.close()
    this.#ask()
    assert.deepEqual(
      live,
      this.state && trim(this.state, 0),
      'the log adds up to something else than the live state',
    )
  }

  /** What people were told may not hold any more. */
  forget(): void {
    this.#memories.clear()
  }

  #ask(): void {
    const { current, queued } = this.state ?? {}
    if (current !== null || queued?.length !== 0) return
    const { epoch, sessions } = this.#world
    for (const { agent, memory } of sessions.agents(this.session))
      this.#memories.set(agent, { memory, epoch })
  }

  #see(event: SessionEvent): void {
    const { state } = this
    assert.equal(event.seq, (state?.seq ?? 0) + 1)
    const turn = 'turn' in event ? event.turn : undefined
    const label = `${event.type} of turn ${turn} at ${event.seq}`
    if (turn !== undefined) {
      assert(!this.#settled.has(turn) || AFTERWARDS.has(event.type), `${label}: it has settled`)
      if (event.type === 'prompt.admitted') assert.equal(turn, ++this.#admitted, label)
      else assert(turn <= this.#admitted, `${label}: it was not admitted`)
    }
    this.#rules(event, label)
    this.#world.met.add(kindOf(event))
    this.state = reduce(state, event)
    // What the reducer takes no notice of should not have been written.
    if (event.type === 'turn.moved' || event.type === 'turn.settled') {
      const all = [
        ...this.state.settled,
        ...this.state.queued,
        ...(this.state.current ? [this.state.current] : []),
      ]
      const now = all.find((one) => one.n === turn)?.state
      assert.equal(now, event.type === 'turn.moved' ? event.to : event.outcome, label)
    }
  }

  #rules(event: SessionEvent, label: string): void {
    const { state } = this
    switch (event.type) {
      case 'turn.moved': {
        if (event.to !== 'starting') return
        // First in, first out: but for a recorded order, what waits first is begun first.
        const first = state?.queued.find((one) => one.state === 'queued')
        assert.equal(first?.n, event.turn, `${label}: it is not its turn`)
        assert.equal(state?.current ?? null, null, `${label}: another runs`)
        return
      }
      case 'turn.attached': {
        const { agent = '' } = state?.current ?? {}
        const told = this.#memories.get(agent)
        this.#memories.clear()
        const isKept = told?.epoch === this.#world.epoch && !this.#world.crowded
        if (told !== undefined && isKept)
          assert.equal(event.memory, told.memory, `${label}: people were told something else of ${agent}`)
        return
      }
      case 'turn.stopping': {
        if (event.step === 'asked') this.#stops.set(event.turn, { at: event.at, epoch: this.#world.epoch })
        return
      }
      case 'turn.quiet': {
        const { current } = state ?? {}
        assert.equal(current?.n, event.turn, label)
        assert(
          event.at - event.since >= QUIET_MS,
          `${label}: it was heard of ${event.at - event.since} ms before`,
        )
        return
      }
      case 'turn.settled': {
        this.#settled.add(event.turn)
        this.#memories.clear()
        const stop = this.#stops.get(event.turn)
        if (stop !== undefined && stop.epoch === this.#world.epoch)
          assert(event.at - stop.at <= STOP_MS, `${label}: its stop took ${event.at - stop.at} ms`)
        return
      }
      case 'queue.ordered': {
        for (const n of event.turns)
          assert(
            state?.queued.some((one) => one.n === n),
            `${label}: ${n} does not wait`,
          )
        return
      }
      default:
    }
  }
}
