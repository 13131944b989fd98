import { replay, type SessionEvent, type Turn } from '@hearth/shared/session'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STOP_ASK_MS, STOP_INTERRUPT_MS, STOP_KILL_MS } from './limits.ts'
import { fakeAsk } from './testing/fake-driver.ts'
import { ALICE, BOB, Harness } from './testing/harness.ts'

/** Interleavings that are tried in each run; many more by `HEARTH_MODEL_RUNS`. */
const RUNS = Number(process.env.HEARTH_MODEL_RUNS ?? 40)
const SESSIONS = 2
/** A stopped turn settles within this, in ms. */
const STOP_SETTLE_MS = STOP_ASK_MS + STOP_INTERRUPT_MS + STOP_KILL_MS

const Step = fc.record({
  what: fc.constantFrom(
    ...([
      'admit',
      'admit',
      'admit',
      'repeat',
      'deliver',
      'accept',
      'accept',
      'say',
      'say',
      'stream',
    ] as const),
    ...([
      'record',
      'tool',
      'ask',
      'ask',
      'answer',
      'answer',
      'settle',
      'settle',
      'endUnheard',
      'fail',
    ] as const),
    ...(['stop', 'withdraw', 'resolve', 'hang', 'late', 'wait', 'wait', 'waitLong', 'clash'] as const),
    ...(['crash', 'crashHostOnly'] as const),
  ),
  pick: fc.nat({ max: 999 }),
})
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never

/** What a device was told, and must hold whatever happens after. */
interface Promised {
  readonly id: string
  readonly session: string
  readonly text: string
  turn: number | null
}

class Model {
  readonly host = new Harness()
  readonly ids: string[] = []
  readonly prompts: Promised[] = []
  /** Every log as far as a reader has seen it. */
  readonly seen = new Map<string, SessionEvent[]>()
  retries = 0
  crashes = 0
  /** Answers that should not have been given. */
  readonly wrong: string[] = []
  #late: (() => void)[] = []

  async start(): Promise<void> {
    for (let n = 0; n < SESSIONS; n++) this.ids.push(await this.host.session(undefined, `Session ${n}`))
  }

  async step({ what, pick }: Step): Promise<void> {
    const { host } = this
    const session = this.ids[pick % SESSIONS] ?? ''
    const run = [...host.agent.running.values()][pick % Math.max(1, host.agent.running.size)]
    switch (what) {
      case 'admit':
        return this.#admit({
          id: id(this.prompts.length),
          session,
          text: `prompt ${this.prompts.length}`,
          turn: null,
        })
      case 'repeat': {
        const prompt = this.prompts[pick % this.prompts.length]
        return prompt && this.#send(prompt)
      }
      case 'clash': {
        const prompt = this.prompts.filter((one) => one.turn !== null)[0]
        if (prompt === undefined) return
        const content = [{ type: 'text' as const, text: 'something else' }]
        this.#quietly(host.sessions.admit({ id: prompt.id, session: prompt.session, content, by: BOB }), true)
        return
      }
      case 'deliver':
        run?.deliver()
        return
      case 'accept':
        run?.accept()
        return
      case 'say':
        run?.accept().say(`${pick} `, `m${pick % 2}`)
        return
      case 'stream':
        run?.accept().stream('')
        return
      case 'record':
        run
          ?.deliver()
          .draft({ type: 'text', block: `m${pick % 2}`, kind: 'message', text: `unheard ${pick} ` }, false)
        return
      case 'tool':
        run
          ?.accept()
          .draft({ type: 'tool', call: `c${pick % 2}`, status: pick % 3 ? 'in_progress' : 'completed' })
        return
      case 'ask':
        run?.accept().ask(fakeAsk(`per_${pick}`))
        return
      case 'answer': {
        const request = [...host.requests.pending.keys()][pick % Math.max(1, host.requests.pending.size)]
        if (request !== undefined) host.requests.answer(request, pick % 2 ? 'allowed' : 'denied', BOB)
        return
      }
      case 'settle':
        if (run === undefined) return
        this.#late.push(() => run.say('late').accept().settle())
        run.settle()
        return
      case 'endUnheard':
        run?.settle({ outcome: 'completed', stopReason: 'end_turn' }, false)
        return run === undefined ? undefined : this.#crash()
      case 'fail':
        run?.settle({ outcome: 'failed', error: { code: 'agent.exited', message: 'gone' } })
        return
      case 'late':
        for (const late of this.#late.splice(0)) late()
        return
      case 'hang':
        host.agent.ignoresCancel = !host.agent.ignoresCancel
        return
      case 'stop':
      case 'withdraw': {
        const state = host.state(session)
        const turn = what === 'stop' ? state.current?.n : state.queued[0]?.n
        if (turn !== undefined) this.#quietly(host.sessions[what](session, turn, ALICE))
        return
      }
      case 'resolve': {
        const lost = host
          .state(session)
          .settled.find((turn) => turn.state === 'unknown' && turn.resolved === null)
        if (lost === undefined) return
        const choice = pick % 2 ? 'retry' : 'abandon'
        if (choice === 'retry') this.retries += 1
        this.#quietly(host.sessions.resolve(session, lost.n, choice, BOB))
        return
      }
      case 'wait':
        return host.advance(pick)
      case 'waitLong':
        // A hung agent is let go by the host after a while.
        return host.advance(STOP_SETTLE_MS)
      case 'crash':
        return this.#crash()
      case 'crashHostOnly':
        // The agent outlives the host for a moment and finishes what it has.
        for (const turn of [...host.agent.running.values()]) {
          if (turn.delivered) turn.settle({ outcome: 'completed', stopReason: 'end_turn' }, false)
        }
        return this.#crash()
    }
  }

  /** Brings everything to rest: the agent answers whatever it gets. */
  async rest(): Promise<void> {
    const { host } = this
    host.agent.ignoresCancel = false
    for (let n = 0; n < 400; n++) {
      await host.advance(STOP_SETTLE_MS + 60_000)
      const run = [...host.agent.running.values()][0]
      if (run !== undefined) run.accept().say('.').settle()
      else if (this.ids.every((session) => isQuiet(host, session))) return
    }
    throw new Error('it does not come to rest')
  }

  #crash(): void {
    this.crashes += 1
    this.host.crash()
  }

  async #admit(prompt: Promised): Promise<void> {
    this.prompts.push(prompt)
    return this.#send(prompt)
  }

  #send(prompt: Promised): void {
    const content = [{ type: 'text' as const, text: prompt.text }]
    const { id, session } = prompt
    this.host.sessions.admit({ id, session, content, by: ALICE }).then(
      ({ turn }) => {
        if (prompt.turn !== null && prompt.turn !== turn)
          this.wrong.push(`${prompt.text}: ${prompt.turn}, ${turn}`)
        prompt.turn = turn
      },
      (error: unknown) => this.wrong.push(`${prompt.text}: ${error}`),
    )
  }

  /** Calls that may come too late; `mustFail` where they may not succeed at all. */
  #quietly(promise: Promise<unknown>, mustFail = false): void {
    promise.then(
      () => mustFail && this.wrong.push('a conflicting prompt was admitted'),
      (error: { code?: string }) => {
        const fine = mustFail ? 'host.prompt_conflict' : 'host.turn_state'
        if (error.code !== fine) this.wrong.push(String(error))
      },
    )
  }

  /** Readers see a log that only ever grows. */
  look(): void {
    for (const session of this.ids) {
      const seen = this.seen.get(session) ?? []
      const now = this.host.events(session)
      expect(now.slice(0, seen.length)).toEqual(seen)
      this.seen.set(session, now)
    }
  }
}

const id = (n: number) => n.toString(16).padStart(32, '0')

const isQuiet = (host: Harness, session: string) => {
  const { current, queued } = host.state(session)
  return current === null && queued.length === 0
}

const checkLog = (model: Model, session: string): void => {
  const events = model.host.events(session)
  expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1))
  const settles = events.flatMap((event) => (event.type === 'turn.settled' ? [event.turn] : []))
  expect(new Set(settles).size).toBe(settles.length)
  const admitted = events.flatMap((event) => (event.type === 'prompt.admitted' ? [event.turn] : []))
  expect(admitted).toEqual(admitted.map((_, n) => n + 1))
  expect([...settles].sort((a, b) => a - b)).toEqual(admitted)
  // The reducer over the whole log is what the materialised turns and the head say.
  expect(model.host.state(session, 50)).toEqual(replay(null, events))
  const pages: Turn[] = []
  for (let before = admitted.length + 1; ; ) {
    const page = model.host.sessions.history(session, before, 3)
    pages.unshift(...page.turns)
    if (page.earlier === 0) break
    before = page.turns[0]?.n ?? 0
  }
  expect(pages).toEqual(replay(null, events)?.settled)
  // Any cursor gives exactly the rest.
  for (const cursor of [0, Math.floor(events.length / 2), events.length])
    expect(model.host.events(session, cursor)).toEqual(events.slice(cursor))
}

const check = (model: Model): void => {
  const { host, prompts } = model
  expect(model.wrong).toEqual([])
  for (const session of model.ids) checkLog(model, session)
  for (const { id: prompt, session, turn, text } of prompts) {
    const turns = host.state(session, 50).settled.filter((one) => one.prompt.id === prompt)
    // Admitted: there, once, under the number that was told, with its content. Not answered: there at most once.
    if (turn !== null) expect(turns.map((one) => one.n)).toEqual([turn])
    expect(turns.length).toBeLessThanOrEqual(1)
    for (const one of turns) expect(one.prompt.content).toEqual([{ type: 'text', text }])
  }
  // Nothing reached the agent twice, unless a person said so.
  const texts = host.agent.deliveries.map((one) => one.text)
  const retried = model.ids.flatMap((session) =>
    host.state(session, 50).settled.flatMap((turn) => (turn.retryOf === null ? [] : [turn])),
  )
  expect(retried.length).toBeLessThanOrEqual(model.retries)
  for (const text of new Set(texts)) {
    const allowed = 1 + retried.filter((turn) => turn.prompt.content[0]?.text === text).length
    expect(texts.filter((one) => one === text).length).toBeLessThanOrEqual(allowed)
  }
  // Only a crash leaves anything to guess, and at most one turn for each session.
  const lost = model.ids.flatMap((session) =>
    host.state(session, 50).settled.filter((turn) => turn.state === 'unknown'),
  )
  expect(lost.length).toBeLessThanOrEqual(model.crashes * SESSIONS)
  // Every delivered prompt is one that was sent to the host.
  for (const text of texts) expect(prompts.some((prompt) => prompt.text === text)).toBe(true)
}

test('whatever happens in whatever order, nothing admitted is lost, sent twice or settled twice', {
  timeout: Math.max(120_000, RUNS * 1_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 10, maxLength: 80, size: 'max' }), async (steps) => {
      const model = new Model()
      try {
        await model.start()
        for (const step of steps) {
          await model.step(step)
          // Mostly what is due gets done; sometimes the next thing, or a crash, comes before it.
          if (step.pick % 4 !== 0) await model.host.settle()
          model.look()
        }
        await model.rest()
        model.look()
        check(model)
        model.host.crash()
        await model.rest()
        check(model)
      } finally {
        await model.host.end()
      }
    }),
    { numRuns: RUNS },
  )
})
