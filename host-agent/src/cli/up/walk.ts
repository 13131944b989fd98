import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isFinished, type Link, type RequestView } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { isSettled, type SessionState, type Turn } from '@hearth/shared/session'
import type { CliContext } from '../context.ts'
import { Exit } from '../exit.ts'
import { indent, safeText } from '../format/escape.ts'
import { contentText } from '../format/request.ts'
import { TranscriptPrinter } from '../format/transcript.ts'
import { TOUR_STEP_MS } from '../limits.ts'
import type { Tour } from './demo.ts'

/** Waits until `look` gives something, looking at every change that `listen` tells. @throws {HearthError} `link.timeout` */
const awaited = <T>(
  what: string,
  look: () => T | null | undefined | false,
  listen: (look: () => void) => () => void,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const check = () => {
      const value = look()
      if (value === null || value === undefined || value === false) return
      clearTimeout(timer)
      stop()
      resolve(value)
    }
    const timer = setTimeout(() => {
      stop()
      reject(new HearthError('link.timeout', `The tour waited in vain for ${what}`))
    }, TOUR_STEP_MS)
    const stop = listen(check)
    queueMicrotask(check)
  })

const turnsOf = (state: SessionState): Turn[] => [
  ...state.settled,
  ...(state.current === null ? [] : [state.current]),
  ...state.queued,
]

/** One device's view of the session, with something to listen to. */
class View {
  state: SessionState | null = null
  events = 0
  readonly #listeners = new Set<() => void>()

  constructor(link: Link, session: string, printer: TranscriptPrinter | null) {
    link.follow(session, (update) => {
      if (update.type === 'ended') return
      this.state = update.state ?? this.state
      if (update.type === 'events') this.events += update.events.length
      if (update.type !== 'snapshot') printer?.take(update)
      for (const listener of [...this.#listeners]) listener()
    })
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  turn(n: number): Turn | undefined {
    return this.state === null ? undefined : turnsOf(this.state).find((turn) => turn.n === n)
  }

  settled(n: number): Promise<Turn> {
    const ended = () => {
      const turn = this.turn(n)
      return turn !== undefined && isSettled(turn.state) ? turn : null
    }
    return awaited(`turn ${n} to settle`, ended, this.listen)
  }
}

/** Plays the tour by itself: prompt, stream, decision from the other device, changed file, stop, cut and resume. */
export const walk = async (context: CliContext, tour: Tour, prompt: string): Promise<number> => {
  const { out } = context
  const links: Link[] = []
  const open = async (device: Tour['alice']): Promise<Link> => {
    const link = await device.link(device.host(undefined))
    links.push(link)
    await link.live()
    return link
  }
  const step = (name: string, text: string, more: object = {}) => {
    out.value({ step: name, ...more })
    out.line(`\n== ${text}`)
  }
  try {
    const alice = await open(tour.alice)
    const bob = await open(tour.bob)
    const session = alice.newId()
    const project = alice.overview.value.projects[0]?.id ?? ''
    await alice.call(
      'new-session',
      { session, project, agent: 'opencode', place: 'worktree', title: 'Tour' },
      TOUR_STEP_MS,
    )
    const printer = new TranscriptPrinter(out)
    const seen = new View(alice, session, printer)
    const other = new View(bob, session, null)
    await awaited('the session', () => seen.state, seen.listen)
    const folder = seen.state?.place.path ?? ''
    step('session', `alice made a session in its own worktree: ${folder}`, { session, folder })

    step('prompt', `alice sends a prompt: ${prompt}`)
    const sent = await alice.prompt(session, [{ type: 'text', text: prompt }])
    const admitted = await sent.outcome
    if (admitted.state === 'refused') throw admitted.error
    const done = seen.settled(admitted.turn)
    const decided = decideAll(context, bob, session, printer, done)
    const turn = await done
    await decided
    printer.rest()
    if (turn.state !== 'completed')
      throw new HearthError('agent.failed', turn.error?.message ?? `The turn ended ${turn.state}`)
    const file = join(folder, 'hello.txt')
    const content = existsSync(file) ? readFileSync(file, 'utf8') : ''
    step('file', `hello.txt in the worktree is now:\n${indent(safeText(content))}`, { file, content })
    if (!content.includes('Hello from Hearth!'))
      throw new HearthError('agent.failed', 'The file did not change as it should')

    step('stop', 'alice sends a long prompt and stops it mid-stream')
    const long = await alice.prompt(session, [{ type: 'text', text: '[[slow n=400 delay=25]]' }])
    const second = await long.outcome
    if (second.state === 'refused') throw second.error
    await awaited('the stream', () => textOf(seen.turn(second.turn)).length > 20, seen.listen)
    await alice.call('stop', { session, turn: second.turn })
    const stopped = await seen.settled(second.turn)
    printer.rest()
    step('stopped', `the turn ended: ${stopped.state}`, { state: stopped.state })

    step('cut', 'alice’s connection is cut mid-stream, and resumes')
    const third = await (await alice.prompt(session, [{ type: 'text', text: '[[slow n=60 delay=25]]' }]))
      .outcome
    if (third.state === 'refused') throw third.error
    await awaited('the stream', () => textOf(seen.turn(third.turn)).length > 20, seen.listen)
    alice.hold.add('the tour cuts it')
    await awaited('bob to see more', () => textOf(other.turn(third.turn)).length > 60, other.listen)
    alice.hold.drop('the tour cuts it')
    const resumed = await seen.settled(third.turn)
    const whole = await other.settled(third.turn)
    printer.rest()
    const same = textOf(resumed) === textOf(whole)
    step('resumed', `both devices have the same text: ${same}`, { same, characters: textOf(whole).length })
    return same ? Exit.ok : Exit.failed
  } finally {
    for (const link of links) link.close()
  }
}

const textOf = (turn: Turn | undefined): string =>
  turn === undefined
    ? ''
    : [...turn.blocks, ...turn.open]
        .sort((a, b) => a.n - b.n)
        .map((block) => (block.type === 'message' ? block.text : ''))
        .join('')

/** bob allows whatever the session's turn asks, until it has ended. */
const decideAll = async (
  { out }: CliContext,
  bob: Link,
  session: string,
  printer: TranscriptPrinter,
  done: Promise<Turn>,
): Promise<void> => {
  const seen = new Set<string>()
  const decisions: Promise<void>[] = []
  const decide = async (view: RequestView): Promise<void> => {
    printer.rest()
    out.line(`\n== bob is asked:\n${indent(contentText(view.content))}`)
    const decided = await bob.decide(view.id, 'allow-once')
    printer.rest()
    out.value({ step: 'decided', request: view.id, state: decided.state, by: decided.by?.name ?? null })
    out.line(`== bob allowed it: ${decided.state}`)
  }
  const look = () => {
    for (const view of bob.requests.value.values()) {
      if (view.session !== session || isFinished(view.state) || seen.has(view.id)) continue
      seen.add(view.id)
      decisions.push(decide(view))
    }
  }
  const stop = bob.requests.listen(look)
  look()
  try {
    await done
    await Promise.all(decisions)
  } finally {
    stop()
  }
}
