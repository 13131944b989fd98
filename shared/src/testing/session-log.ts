import fc from 'fast-check'
import {
  type EventBody,
  isSettled,
  movingEvent,
  nextTurnState,
  type SessionEvent,
  settlingEvent,
  type TurnState,
} from '../session/index.ts'

const hex = (bytes: number, n: number): string => n.toString(16).padStart(bytes * 2, '0')
const ALICE = hex(16, 0xa11ce)

/** What a step may do; `pick` and `text` are its dice. */
const Step = fc.record({
  what: fc.constantFrom(
    ...(['admit', 'move', 'move', 'text', 'text', 'text', 'tool', 'tool', 'raw', 'plan'] as const),
    ...(['ask', 'answer', 'usage', 'notice', 'settle', 'resolve', 'change', 'late'] as const),
    ...(['steer', 'join', 'edit', 'order', 'attach', 'stop', 'quiet'] as const),
  ),
  pick: fc.nat({ max: 1000 }),
  text: fc.string({ unit: 'grapheme', maxLength: 12 }),
})
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never

/** A small session that writes the log a host would write: every move by the turn table, one current turn. */
class Scribe {
  readonly events: SessionEvent[] = []
  readonly #turns = new Map<number, { state: TurnState; blocks: number; requests: string[] }>()
  #now = 1_750_000_000_000

  constructor() {
    this.#write({
      type: 'session.created',
      at: this.#now,
      title: 'A session',
      project: hex(8, 1),
      place: { kind: 'worktree', path: '/home/alice/project', branch: 'hearth/a' },
      agent: 'opencode',
    })
  }

  step(step: Step): void {
    this.#now += step.pick
    const body = this.#compose(step)
    if (body) this.#write(body)
  }

  #compose(step: Step): EventBody | null {
    const at = this.#now
    const [current, turn] = this.#current()
    switch (step.what) {
      case 'admit': {
        const n = this.#turns.size + 1
        this.#turns.set(n, { state: 'queued', blocks: 0, requests: [] })
        const content = [{ type: 'text' as const, text: step.text }]
        const retry = n > 1 && step.pick % 5 === 0 ? { retryOf: n - 1 } : {}
        const by = step.pick % 3 ? ALICE : null
        return {
          type: 'prompt.admitted',
          at,
          turn: n,
          prompt: hex(16, n),
          content,
          agent: step.pick % 4 ? 'opencode' : 'codex',
          by,
          ...retry,
        }
      }
      case 'move':
        return this.#move(step, at)
      case 'settle':
        return this.#settle(step, at)
      case 'resolve': {
        const lost = this.#pick(step.pick, (other) => other.state === 'unknown')
        if (lost === null) return null
        const choice = step.pick % 2 ? 'retry' : 'abandon'
        return { type: 'turn.resolved', at, turn: lost, choice, by: ALICE }
      }
      case 'steer': {
        const n = turn ? this.#pick(step.pick, ({ state }) => state === 'queued') : null
        const next = n === null ? undefined : this.#turns.get(n)
        if (n === null || next === undefined) return null
        next.state = 'steering'
        return { type: 'turn.moved', at, turn: n, to: 'steering' }
      }
      case 'join': {
        const n = this.#pick(step.pick, ({ state }) => state === 'steering')
        const joining = n === null ? undefined : this.#turns.get(n)
        if (n === null || joining === undefined) return null
        // A turn takes nothing in before its agent has it, and is not queued again after.
        const back = !turn || turn.state === 'starting' || step.pick % 3 === 0
        joining.state = back ? 'queued' : 'completed'
        if (back) return { type: 'turn.moved', at, turn: n, to: 'queued' }
        const block = turn.blocks === 0 ? null : turn.blocks - 1
        return { type: 'turn.settled', at, turn: n, outcome: 'completed', joined: { turn: current, block } }
      }
      case 'edit': {
        const n = this.#pick(step.pick, ({ state }) => state === 'queued')
        const content = [{ type: 'text' as const, text: step.text }]
        return n === null ? null : { type: 'prompt.edited', at, turn: n, content, by: ALICE }
      }
      case 'order': {
        const waiting = [...this.#turns].flatMap(([n, { state }]) => (state === 'queued' ? [n] : []))
        if (waiting.length < 2) return null
        const first = waiting[step.pick % waiting.length] ?? 0
        return { type: 'queue.ordered', at, turns: [first], by: step.pick % 2 ? ALICE : null }
      }
      case 'change': {
        const change = [{ title: step.text }, { archived: step.pick % 2 === 0 }, { agent: 'codex' }][
          step.pick % 3
        ]
        return { type: 'session.changed', at, ...change }
      }
      case 'late': {
        const over = this.#pick(step.pick, (other) => isSettled(other.state))
        return over === null ? null : this.#use(over, step, at)
      }
      case 'notice': {
        const where = step.pick % 2 && turn ? { turn: current } : {}
        return { type: 'notice', at, ...where, level: 'info', code: 'retry', text: step.text }
      }
      default:
        return turn ? this.#work(step, at, current, turn) : null
    }
  }

  #work(
    step: Step,
    at: number,
    turn: number,
    memory: { blocks: number; requests: string[] },
  ): EventBody | null {
    const { pick, text } = step
    /** Mostly the last block, often a new one, sometimes one that was left behind. */
    const block =
      pick % 3 === 0 || memory.blocks === 0
        ? memory.blocks
        : pick % 7
          ? memory.blocks - 1
          : pick % memory.blocks
    const grows = () => {
      memory.blocks = Math.max(memory.blocks, block + 1)
    }
    switch (step.what) {
      case 'text':
        grows()
        return { type: 'text', turn, block, kind: pick % 4 ? 'message' : 'thought', text }
      case 'tool': {
        grows()
        const statuses = ['pending', 'in_progress', 'completed', 'failed', undefined] as const
        const status = statuses[pick % statuses.length]
        const content = pick % 2 ? { content: [{ type: 'text' as const, text }] } : {}
        return {
          type: 'tool',
          at,
          turn,
          block,
          call: `call_${block}`,
          ...(status && { status }),
          ...content,
        }
      }
      case 'raw':
        grows()
        return { type: 'raw', at, turn, block, source: 'opencode', detail: text }
      case 'attach': {
        const memory = (['warm', 'resumed', 'replayed', 'new'] as const)[pick % 4] ?? 'new'
        const digest = pick % 2 && turn > 1 ? { digest: { from: 1, to: turn - 1 } } : {}
        return { type: 'turn.attached', at, turn, memory, ...digest }
      }
      case 'stop': {
        const step = (['asked', 'interrupted', 'killed'] as const)[pick % 3] ?? 'asked'
        return { type: 'turn.stopping', at, turn, step, by: pick % 2 ? ALICE : null }
      }
      case 'quiet': {
        const status = (['busy', 'idle', 'silent', 'unknown'] as const)[pick % 4] ?? 'unknown'
        return { type: 'turn.quiet', at, turn, since: at - pick, status }
      }
      case 'plan':
        return {
          type: 'plan',
          at,
          turn,
          entries: [{ content: text, priority: 'low', status: 'pending' }],
        }
      case 'ask': {
        const request = hex(16, turn * 1000 + memory.requests.length)
        memory.requests.push(request)
        return { type: 'request.opened', at, turn, request, kind: 'permission', title: text }
      }
      case 'answer': {
        const request = memory.requests[pick % memory.requests.length]
        if (request === undefined) return null
        return { type: 'request.settled', at, turn, request, outcome: 'allowed', by: ALICE }
      }
      default:
        return this.#use(turn, step, at)
    }
  }

  #use(turn: number, { pick }: Step, at: number): EventBody | null {
    const usage = { input: pick, output: pick % 7, cached: pick % 11, reasoning: pick % 3, cost: pick / 1024 }
    return { type: 'usage', at, turn, usage }
  }

  #move({ pick }: Step, at: number): EventBody | null {
    const [current] = this.#current()
    const n = current || this.#pick(0, (turn) => turn.state === 'queued')
    const turn = this.#turns.get(n ?? 0)
    if (n === null || !turn) return null
    const moves = (['running', 'waiting', 'starting', 'queued'] as const).flatMap((to) => {
      const next = nextTurnState(turn.state, movingEvent(turn.state, to))
      return next === null ? [] : [{ to, next }]
    })
    const chosen = moves[pick % moves.length]
    if (!chosen) return null
    turn.state = chosen.next
    return { type: 'turn.moved', at, turn: n, to: chosen.to }
  }

  #settle({ pick, text }: Step, at: number): EventBody | null {
    const n = this.#pick(pick, (turn) => !isSettled(turn.state))
    const turn = this.#turns.get(n ?? 0)
    if (n === null || !turn) return null
    const outcome = (['completed', 'failed', 'cancelled', 'unknown'] as const)[pick % 4] ?? 'completed'
    const next = nextTurnState(turn.state, settlingEvent({ outcome }))
    if (next === null) return null
    turn.state = next
    const error = outcome === 'failed' ? { error: { code: 'agent.failed', message: text } } : {}
    return { type: 'turn.settled', at, turn: n, outcome, ...error }
  }

  #current() {
    for (const entry of this.#turns) {
      const { state } = entry[1]
      if (state !== 'queued' && state !== 'steering' && !isSettled(state)) return entry
    }
    return [0, null] as const
  }

  #pick(pick: number, fits: (turn: { state: TurnState }) => boolean): number | null {
    const fitting = [...this.#turns].filter(([, turn]) => fits(turn))
    return fitting[pick % fitting.length]?.[0] ?? null
  }

  #write(body: EventBody): void {
    this.events.push({ ...body, seq: this.events.length + 1 })
  }
}

/** Whole logs of plausible sessions, at least `session.created` long, for property tests of whatever keeps or sends logs. */
export const sessionLog = (maxSteps = 120): fc.Arbitrary<SessionEvent[]> =>
  fc.array(Step, { maxLength: maxSteps, size: 'max' }).map((steps) => {
    const scribe = new Scribe()
    for (const step of steps) scribe.step(step)
    return scribe.events
  })

/** Single events with strings and numbers of any shape, for codecs. */
export const anySessionEvent: fc.Arbitrary<SessionEvent> = sessionLog(20).chain((log) =>
  fc.constantFrom(...log),
)
