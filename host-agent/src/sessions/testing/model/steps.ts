import { WARM_IDLE_MS } from '../../limits.ts'
import { Reader } from './reader.ts'
import type { ModelTurn } from './turn.ts'
import { ALICE, BOB, type Promised, SESSIONS, type World } from './world.ts'

/** One thing that happens; `pick` decides what of several it happens to. */
export type Step = (world: World, pick: number) => void | Promise<void>

const one = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]
const sessionOf = (pick: number): string => one(SESSIONS, pick) ?? ''
const turnsOf = (world: World): ModelTurn[] => world.agents.flatMap((agent) => [...agent.running.values()])
const running = (world: World, pick: number): ModelTurn | undefined => one(turnsOf(world), pick)

/** A turn with a prompt that steers it and was not taken in; any turn where there is none. */
const steered = (world: World, pick: number): ModelTurn | undefined =>
  one(
    turnsOf(world).filter((turn) => turn.steers.some((steer) => !steer.taken)),
    pick,
  ) ?? running(world, pick)

const AGENTS_OF_PROMPTS = [undefined, undefined, undefined, 'joiner', 'joiner', 'other'] as const

const admit = (
  world: World,
  pick: number,
  delivery: Promised['delivery'],
  agent: string | undefined = one(AGENTS_OF_PROMPTS, Math.floor(pick / 2)),
): void => {
  const n = world.prompts.length
  const prompt: Promised = {
    id: world.mint(),
    session: sessionOf(pick),
    n,
    text: `#${n}#`,
    agent,
    delivery,
    undigested: pick % 11 === 0,
    turn: null,
  }
  world.prompts.push(prompt)
  world.send(prompt)
}

const queued = (world: World, session: string) => world.state(session).queued

/** Everything that people do. */
export const PEOPLE = {
  prompt: (world, pick) => admit(world, pick, 'queue'),
  prompts: (world, pick) => {
    for (let n = 0; n < 3; n++) admit(world, pick, 'queue')
  },
  promptToSteer: (world, pick) => admit(world, pick, 'steer'),
  /** For the agent that runs. */
  promptToJoin: (world, pick) => {
    const { current } = world.state(sessionOf(pick))
    if (current !== null) admit(world, pick, 'steer', current.agent)
  },
  repeat: (world, pick) => {
    const prompt = one(world.prompts, pick)
    if (prompt !== undefined) world.send(prompt)
  },
  clash: (world) => {
    const prompt = world.prompts.find((known) => known.turn !== null)
    if (prompt === undefined) return
    const { id, session } = prompt
    const content = [{ type: 'text' as const, text: 'something else' }]
    world.refused(world.sessions.admit({ id, session, content, by: BOB }), 'host.prompt_conflict')
  },
  edit: (world, pick) => {
    const session = sessionOf(pick)
    const turn = one(queued(world, session), Math.floor(pick / 2))
    const prompt = world.prompts.find((known) => known.id === turn?.prompt.id)
    if (turn === undefined || prompt === undefined) return
    const content = [{ type: 'text' as const, text: `${prompt.text} edited ${pick}` }]
    const { edits } = turn.prompt
    world.quietly(
      world.sessions.edit(session, turn.n, { content, edits }, BOB),
      'host.turn_state',
      'host.prompt_changed',
    )
  },
  order: (world, pick) => {
    const session = sessionOf(pick)
    const turns = queued(world, session).map((turn) => turn.n)
    if (turns.length < 2) return
    const from = Math.floor(pick / 2) % turns.length
    const named = [...turns.slice(from), ...turns.slice(0, from)].slice(0, 1 + (pick % 3))
    world.quietly(world.sessions.order(session, named, BOB), 'host.turn_state')
  },
  steer: (world, pick) => {
    const session = sessionOf(pick)
    const turn = one(queued(world, session), Math.floor(pick / 2))
    if (turn !== undefined) world.quietly(world.sessions.steer(session, turn.n, BOB), 'host.turn_state')
  },
  setAgent: (world, pick) => {
    const agent = one(world.agents, Math.floor(pick / 2))?.id
    if (agent !== undefined)
      world.quietly(world.sessions.update(sessionOf(pick), { agent }, BOB), 'agent.disabled')
  },
  withdraw: (world, pick) => {
    const session = sessionOf(pick)
    const turn = one(queued(world, session), Math.floor(pick / 2))
    if (turn !== undefined) world.quietly(world.sessions.withdraw(session, turn.n, ALICE), 'host.turn_state')
  },
  stop: (world, pick) => {
    const session = sessionOf(pick)
    const turn = world.state(session).current
    if (turn !== null) world.quietly(world.sessions.stop(session, turn.n, ALICE), 'host.turn_state')
  },
  resolve: (world, pick) => {
    const session = sessionOf(pick)
    const lost = world
      .state(session)
      .settled.find((turn) => turn.state === 'unknown' && turn.resolved === null)
    if (lost === undefined) return
    const choice = pick % 4 < 2 ? 'retry' : 'abandon'
    if (choice === 'retry') world.retries += 1
    world.quietly(world.sessions.resolve(session, lost.n, choice, BOB), 'host.turn_state')
  },
  decide: (world, pick) => {
    const request = one([...world.requests.pending.keys()], pick)
    const entry = request === undefined ? undefined : world.requests.pending.get(request)
    if (request === undefined || entry === undefined) return
    const { session, turn } = entry
    if (world.state(session).settled.some((settled) => settled.n === turn))
      world.wrong.push(`a request of turn ${turn} can be decided although that has settled`)
    world.quietly(world.requests.decide(request, pick % 4 < 2, BOB))
  },
  read: (world, pick) => {
    const reader = one(world.readers, pick)
    reader?.open(world.sessions)
    reader?.read()
  },
  newReader: (world, pick) => {
    if (world.readers.length >= 4) return
    const reader = new Reader(sessionOf(pick), pick % 4 < 2)
    world.readers.push(reader)
    reader.open(world.sessions)
  },
  cutReader: (world, pick) => one(world.readers, pick)?.drop(),
} satisfies Record<string, Step>

/** Everything that agents do. */
export const AGENTS = {
  deliver: (world, pick) => void running(world, pick)?.deliver(),
  accept: (world, pick) => void running(world, pick)?.accept(),
  say: (world, pick) =>
    void running(world, pick)?.draft({
      type: 'text',
      block: `m${pick % 2}`,
      kind: 'message',
      text: `${pick} `,
    }),
  record: (world, pick) =>
    void running(world, pick)?.draft(
      { type: 'text', block: `m${pick % 2}`, kind: 'message', text: `unheard ${pick} ` },
      false,
    ),
  tool: (world, pick) =>
    void running(world, pick)?.draft({
      type: 'tool',
      call: `c${pick % 2}`,
      status: pick % 3 ? 'in_progress' : 'completed',
    }),
  usage: (world, pick) =>
    void running(world, pick)?.draft({
      type: 'usage',
      usage: { input: pick, output: 1, cached: 0, reasoning: 0, cost: 0 },
    }),
  ask: (world, pick) => void running(world, pick)?.ask(),
  takeBack: (world, pick) => void running(world, pick)?.takeBack(),
  join: (world, pick) => void steered(world, pick)?.take(),
  joinUnheard: (world, pick) => void steered(world, pick)?.take(false),
  settle: (world, pick) => {
    const turn = running(world, pick)
    turn?.settle()
    if (turn !== undefined && pick % 3 === 0) turn.late()
  },
  fail: (world, pick) =>
    running(world, pick)?.settle({ outcome: 'failed', error: { code: 'agent.failed', message: 'no' } }),
  task: (world, pick) =>
    one(
      world.agents.flatMap((agent) => agent.openings),
      pick,
    )?.setTask(pick % 4 < 2),
  deaf: (world, pick) => {
    const agent = one(world.agents, pick)
    if (agent !== undefined) agent.deaf = Math.floor(pick / 2) % 4
  },
  mute: (world, pick) => {
    const agent = one(world.agents, pick)
    if (agent !== undefined)
      agent.mute = one(['no', 'silent', 'broken', 'lies'], Math.floor(pick / 2)) ?? 'no'
  },
  immortal: (world, pick) => {
    const agent = one(world.agents, pick)
    if (agent !== undefined) agent.immortal = !agent.immortal
  },
  refuse: (world, pick) => {
    const agent = one(world.agents, pick)
    if (agent !== undefined) agent.refusals = 1
  },
  failStart: (world, pick) => {
    const agent = one(world.agents, pick)
    if (agent !== undefined) agent.failedStarts = 1 + (pick % 3)
  },
} satisfies Record<string, Step>

/** Everything that breaks, and time. */
export const FATE = {
  wait: (world, pick) => world.advance(pick),
  waitSeconds: (world, pick) => world.advance(pick * 20),
  waitMinutes: (world, pick) => world.advance(pick * 200),
  waitLong: (world) => world.advance(WARM_IDLE_MS),
  crashAgent: (world, pick) => {
    const all = world.agents.flatMap((agent) => agent.openings.map((opening) => ({ agent, opening })))
    // Sooner one in which prompts are on their way into a turn.
    const steered = all.filter(({ opening }) => (opening.running?.steers.length ?? 0) > 0)
    const found = one(pick % 3 > 0 && steered.length > 0 ? steered : all, pick)
    world.epoch += 1
    found?.agent.crash(found.opening.process, pick % 4 < 2)
  },
  /** Both sessions want an agent of which one may be at work. */
  crowd: (world, pick) => {
    Object.assign(world.warm, { live: 1, hard: 1 })
    for (const [at] of SESSIONS.entries()) admit(world, pick * SESSIONS.length + at, 'queue', 'other')
  },
  diskFull: (world, pick) => {
    world.fullFor = 1 + (pick % 4)
  },
  disable: (world, pick) => {
    const id = one(world.agents, pick)?.id ?? ''
    world.epoch += 1
    if (!world.disabled.delete(id)) world.disabled.add(id)
  },
  crashHost: (world) => world.crash(true),
  crashBoth: (world) => world.crash(false),
  endUnheard: (world, pick) => {
    const turn = running(world, pick)
    if (turn === undefined) return
    turn.settleUnheard()
    world.crash(false)
  },
} satisfies Record<string, Step>
