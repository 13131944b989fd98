import assert from 'node:assert/strict'
import { replay, type Turn, trim } from '@hearth/shared/session'
import type { Delivery } from './agent.ts'
import type { Promised, World } from './world.ts'

/** What must hold whenever nothing is on its way. */
export const checkNow = (world: World): void => {
  assert.deepEqual([...world.wrong, ...world.agents.flatMap((agent) => agent.wrong)], [])
  for (const witness of world.witnesses) {
    witness.look()
    const { state, session } = witness
    for (const { turn } of [...world.requests.pending.values()].filter((entry) => entry.session === session))
      assert.equal(state?.current?.n, turn, `a request of turn ${turn} waits, which does not run`)
    for (const turn of state?.settled.slice(-3) ?? [])
      assert(
        turn.requests.every((request) => request.outcome !== null),
        `turn ${turn.n} has settled with an open request`,
      )
  }
}

const checkHistory = (world: World): void => {
  for (const { session, state } of world.witnesses) {
    assert.equal(state?.current, null)
    assert.deepEqual(state?.queued, [])
    const pages: Turn[] = []
    for (let before = (state?.settled.length ?? 0) + 1; ; ) {
      const page = world.sessions.history(session, before, 3)
      pages.unshift(...page.turns)
      if (page.earlier === 0) break
      before = page.turns[0]?.n ?? 0
    }
    assert.deepEqual(pages, state?.settled)
  }
}

const checkReaders = (world: World): void => {
  for (const reader of world.readers) {
    reader.open(world.sessions)
    while (reader.read(1 << 16));
    const events = world.events(reader.session)
    const first = reader.events[0]?.seq ?? events.length + 1
    assert.deepEqual(reader.events, events.slice(first - 1))
    const whole = replay(null, events)
    assert.deepEqual(reader.state && trim(reader.state, 40), whole && trim(whole, 40))
  }
}

const textOf = (turn: Turn): string =>
  turn.prompt.content.map((block) => (block.type === 'text' ? block.text : '')).join('')

/** How much the log has agents say, and how much one said. */
const said = (turns: readonly Turn[]): number =>
  turns
    .flatMap((turn) => turn.blocks)
    .reduce((sum, block) => sum + ('text' in block ? block.text.length : 0), 0)
const heard = ({ memory }: Delivery): number =>
  memory.drafts.reduce((sum, draft) => sum + (draft.type === 'text' ? draft.text.length : 0), 0)

/** One prompt: there once, as it was told, and delivered at most once for each time that a person wanted it. */
const checkPrompt = (prompt: Promised, turns: readonly Turn[], got: readonly Delivery[]): void => {
  const { text, turn } = prompt
  const own = turns.filter((one) => one.prompt.id === prompt.id)
  assert(own.length <= 1, `${text} was admitted twice`)
  if (turn !== null)
    assert.deepEqual(
      own.map(({ n }) => n),
      [turn],
      `${text} is lost`,
    )
  const family = turns.filter((one) => textOf(one).startsWith(text))
  assert(got.length <= family.length, `${text} was delivered ${got.length} times`)
  for (const { agent, text: given } of got)
    assert(
      family.some((one) => one.agent === agent && textOf(one) === given),
      `${agent} got ${given}, which is not what it was to do`,
    )
  const done = family.filter((one) => one.state === 'completed')
  assert(done.length <= got.length, `${text} is said to be done, and no agent has it`)
  const [only] = got
  if (only !== undefined && got.length === 1 && family.length === 1)
    assert(said(family) <= heard(only), `${text}: the log has more words than the agent said`)
  const joined = done.filter((one) => one.joined !== null)
  assert(joined.length <= got.filter(({ how }) => how === 'steer').length, `${text} is said to have joined`)
}

/** Agents know of a session what happened there, or were told. */
const checkMemory = (world: World, deliveries: readonly Delivery[]): void => {
  const promptOf = (delivery: Delivery): Promised | undefined =>
    world.prompts.find(({ text }) => delivery.text.startsWith(text))
  for (const witness of world.witnesses) {
    const here = deliveries.filter((delivery) => promptOf(delivery)?.session === witness.session)
    // Of what was tried twice it can't be told which of both was done.
    const isDone = ({ agent, text }: Delivery): boolean => {
      const turns = witness.state?.settled.filter((turn) => textOf(turn) === text) ?? []
      return turns.length === 1 && turns[0]?.state === 'completed' && turns[0].agent === agent
    }
    for (const [at, delivery] of here.entries()) {
      if (delivery.how === 'steer' || delivery.hasRecord || promptOf(delivery)?.undigested) continue
      const before = here.slice(0, at)
      const last = before.at(-1)
      const wasThere = last === undefined || last.agent === delivery.agent || !isDone(last)
      assert(wasThere, `${delivery.text}: ${delivery.agent} was not told of ${last?.text}`)
      const forgot =
        delivery.isFirstOfNew && before.some((one) => one.agent === delivery.agent && isDone(one))
      assert(!forgot, `${delivery.text}: ${delivery.agent} was not told of what it has forgotten`)
    }
  }
}

/** What must hold when nothing is left to do. */
export const checkAtRest = (world: World): void => {
  checkNow(world)
  checkHistory(world)
  checkReaders(world)
  const deliveries = world.deliveries
  const turns = world.witnesses.flatMap(({ state }) => state?.settled ?? [])
  assert(
    turns.filter((turn) => turn.retryOf !== null).length <= world.retries,
    'something was tried again by itself',
  )
  for (const prompt of world.prompts) {
    const got = deliveries.filter(({ text }) => text.startsWith(prompt.text))
    checkPrompt(prompt, turns, got)
  }
  for (const { text } of deliveries)
    assert(
      world.prompts.some((prompt) => text.startsWith(prompt.text)),
      `an agent got ${text}, which nobody sent`,
    )
  checkMemory(world, deliveries)
}
