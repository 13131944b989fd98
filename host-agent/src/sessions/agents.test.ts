import type { AgentOption, AgentTask } from '@hearth/shared/session'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AgentError, EMPTY_VIEW } from '../agents/driver.ts'
import type { SessionsChange } from './api.ts'
import { AGENTS_TELL_MS, ENDED_SETTLE_MS, OFFER_TEXT } from './limits.ts'
import { ALICE, Harness, newId } from './testing/harness.ts'

let host: Harness
let session: string
beforeEach(async () => {
  host = new Harness()
  session = await host.session()
})
afterEach(() => host.end())

const send = async (text: string, over: { agent?: string; undigested?: boolean } = {}) => {
  const content = [{ type: 'text' as const, text }]
  const admitted = await host.done(host.sessions.admit({ id: newId(), session, content, by: ALICE, ...over }))
  await host.settle()
  return admitted
}
/** A turn that is done by its agent at once. */
const done = async (text: string, answer: string, agent = 'opencode', over = {}) => {
  const { turn } = await send(text, { agent, ...over })
  const run = (agent === 'codex' ? host.other : host.agent).turn
  const given = run.text
  run.accept().say(answer).settle()
  await host.settle()
  const settled = host.state(session).settled.find((one) => one.n === turn)
  return { given, memory: settled?.memory, digest: settled?.digest, notices: settled?.notices }
}
const agents = () => host.sessions.agents(session)
const memories = () => agents().map(({ agent, memory }) => `${agent} ${memory}`)
const refusal = (promise: Promise<unknown>) => expect(host.done(promise)).rejects

const MODEL: AgentOption = {
  id: 'model',
  name: 'Model',
  category: 'model',
  description: null,
  value: 'small',
  choices: ['small', 'large'].map((value) => ({ value, name: value, description: null, group: null })),
}
const TASK: AgentTask = { id: 'task_1', title: 'npm run dev', startedAt: 5, turn: null }
const setModel = (value: string, option = 'model') =>
  host.sessions.setOption(session, 'opencode', option, value, ALICE)

test('each agent keeps its own memory, and is told what others did meanwhile', async () => {
  expect(await done('one', 'first answer')).toMatchObject({ given: 'one', memory: 'new', digest: null })
  const codex = await done('two', 'second answer', 'codex')
  expect(codex).toMatchObject({ memory: 'new', digest: { from: 1, to: 1 } })
  expect(codex.given).toMatch(/Turn 1 by OpenCode.*first answer.*two$/s)
  const back = await done('three', 'third answer')
  expect(back).toMatchObject({ memory: 'warm', digest: { from: 2, to: 2 } })
  expect(back.given).toContain('second answer')
  expect(back.given).not.toContain('first answer')
  expect(await done('four', 'x')).toMatchObject({ given: 'four', memory: 'warm', digest: null })
  expect([host.agent.opened, host.other.opened]).toEqual([1, 1])
  expect(host.state(session).settled.map((turn) => turn.agent)).toEqual([
    'opencode',
    'codex',
    'opencode',
    'opencode',
  ])
  expect(host.state(session).settled[1]?.prompt.content).toEqual([{ type: 'text', text: 'two' }])
})

test('what is to be undigested is not told', async () => {
  await done('one', 'first')
  expect(await done('two', 'x', 'codex', { undigested: true })).toMatchObject({ given: 'two', digest: null })
})

test('an agent is told of turns in the order in which they were done, once', async () => {
  await done('one', 'first')
  await send('two')
  await send('three', { agent: 'codex' })
  await send('four')
  await host.done(host.sessions.order(session, [4, 3], ALICE))
  host.agent.turn.accept().say('second').settle()
  await host.settle()
  host.agent.turn.accept().say('fourth').settle()
  await host.settle()
  expect(host.other.turn.text).toMatch(/first.*second.*fourth.*three$/s)
})

test('a digest that the agent did not get is told again', async () => {
  await done('one', 'first')
  host.other.failPrompt.push(new AgentError('agent.failed', 'no'))
  await send('two', { agent: 'codex' })
  await host.advance(1_000)
  expect(await done('three', 'x', 'codex')).toMatchObject({ digest: { from: 1, to: 1 } })
})

test('after a restart the agent is resumed when its next turn comes, and not before', async () => {
  await done('one', 'first')
  host.crash()
  await host.settle()
  expect(host.agent.opened).toBe(1)
  expect(memories()).toEqual(['opencode resumed'])
  expect(await done('two', 'x')).toMatchObject({ given: 'two', memory: 'resumed', digest: null })
})

test('an agent that can’t resume begins anew and is told everything, as was said before', async () => {
  await done('one', 'first')
  host.agent.resumes = false
  host.crash()
  expect(memories()).toEqual(['opencode replayed'])
  const replayed = await done('two', 'x')
  expect(replayed).toMatchObject({ memory: 'replayed', digest: { from: 1, to: 1 }, notices: [] })
  expect(replayed.given).toContain('first')
})

test('an agent that has lost its memory begins anew in the same turn, is told everything, and people are told', async () => {
  await done('one', 'first')
  host.crash()
  host.agent.sessions.clear()
  const two = await done('two', 'second')
  expect(two).toMatchObject({ memory: 'replayed', digest: { from: 1, to: 1 } })
  expect(two.notices).toMatchObject([{ code: 'agent.session_missing', level: 'warning' }])
  host.agent.failPrompt.push(new AgentError('agent.session_missing', 'gone'))
  const three = await done('three', 'x')
  expect(three).toMatchObject({ memory: 'replayed', digest: { from: 1, to: 2 } })
  expect(host.agent.openings.map(({ memory }) => memory)).toEqual(['new', 'new', 'new'])
  expect(await done('four', 'x')).toMatchObject({ memory: 'warm', digest: null, notices: [] })
})

test('an agent that says again and again that it has no such session fails the prompt', async () => {
  const gone = () => new AgentError('agent.session_missing', 'gone')
  host.agent.failPrompt.push(gone(), gone())
  await send('one')
  expect(host.state(session).settled).toMatchObject([
    { state: 'failed', error: { code: 'agent.session_missing' } },
  ])
})

test('the session’s agent can be changed, to one that there is', async () => {
  const update = (agent: string) => host.sessions.update(session, { agent }, ALICE)
  await refusal(update('nobody')).toMatchObject({ code: 'host.unknown_agent' })
  await refusal(send('x', { agent: 'nobody' })).toMatchObject({ code: 'host.unknown_agent' })
  await host.done(update('codex'))
  expect(host.sessions.summaries()[0]?.agent).toBe('codex')
  await send('one')
  expect(host.other.turn.text).toBe('one')
  expect(host.agent.opened).toBe(0)
})

test('an agent that was switched off takes no prompt, and what it did stays to be seen', async () => {
  await done('one', 'first')
  await send('two')
  host.disabled.add('opencode')
  await refusal(send('three')).toMatchObject({ code: 'agent.disabled' })
  await refusal(host.sessions.update(session, { agent: 'opencode' }, ALICE)).toMatchObject({
    code: 'agent.disabled',
  })
  await refusal(setModel('large')).toMatchObject({ code: 'agent.disabled' })
  host.agent.turn.settle()
  host.agent.open.die()
  await host.settle()
  expect(memories()).toEqual(['opencode resumed'])
  await send('four', { agent: 'codex' })
  expect(host.other.turn.text).toContain('first')
})

test('a prompt that waited while its agent was switched off fails with that', async () => {
  await send('one')
  await send('two')
  host.disabled.add('opencode')
  host.agent.open.die()
  await host.advance(ENDED_SETTLE_MS)
  await host.advance(ENDED_SETTLE_MS)
  expect(host.state(session).settled[1]).toMatchObject({ state: 'failed', error: { code: 'agent.disabled' } })
})

test('a queued prompt stays with the agent it was sent to', async () => {
  await send('one')
  await send('two')
  await host.done(host.sessions.update(session, { agent: 'codex' }, ALICE))
  host.agent.turn.accept().settle()
  await host.settle()
  expect(host.agent.turn.text).toBe('two')
})

test('one agent that can’t start does not hold back another’s prompt', async () => {
  host.agent.failOpen.push(new AgentError('agent.not_found', 'none'))
  await send('one')
  await send('two', { agent: 'codex' })
  expect(host.other.turn.text).toBe('two')
})

test('an agent that ends between turns is opened again for the next one', async () => {
  await done('one', 'first')
  host.agent.open.die()
  await host.settle()
  expect(memories()).toEqual(['opencode resumed'])
  expect(await done('two', 'x')).toMatchObject({ memory: 'resumed', given: 'two' })
})

test('an agent that is found to have ended when the next turn is sent is opened again in that turn', async () => {
  await done('one', 'first')
  host.agent.failPrompt.push(new AgentError('agent.exited', 'gone'))
  expect(await done('two', 'x')).toMatchObject({ memory: 'resumed', given: 'two' })
  host.agent.failPrompt.push(new AgentError('agent.exited', 'gone'), new AgentError('agent.exited', 'gone'))
  await send('three')
  expect(host.state(session).settled[2]).toMatchObject({ state: 'failed', error: { code: 'agent.exited' } })
})

test('an agent that ends between its opening and the first prompt is opened again, and sees no key twice', async () => {
  const keys: string[] = []
  const note = () => {
    const { open } = host.agent
    const { prompt } = open
    open.prompt = (turn, sink) => {
      keys.push(turn.key)
      return prompt.call(open, turn, sink)
    }
  }
  let openGate = (): void => undefined
  host.agent.gate = new Promise((resolve) => {
    openGate = resolve
  })
  host.agent.failPrompt.push(new AgentError('agent.exited', 'its settings have changed'))
  await send('one')
  openGate()
  await host.agent.gate
  await vi.waitFor(() => expect(host.agent.opened).toBe(1))
  note()
  await host.done(vi.waitFor(() => expect(host.agent.opened).toBe(2)))
  await host.settle()
  expect(host.agent.turn.text).toBe('one')
  expect(keys).not.toContain(host.agent.turn.key)
  expect(keys).toHaveLength(1)
  host.agent.turn.accept().settle()
  await host.settle()
  expect(host.state(session).settled).toMatchObject([{ state: 'completed' }])
})

test('an agent that ends during a turn without a word of its driver: the turn ends all the same', async () => {
  await send('one')
  host.agent.turn.accept()
  host.agent.open.die()
  await host.settle()
  await host.advance(ENDED_SETTLE_MS - 1)
  expect(host.state(session).current?.n).toBe(1)
  await host.advance(1)
  expect(host.state(session).settled).toMatchObject([{ state: 'failed', error: { code: 'agent.exited' } }])
  await send('two')
  host.agent.open.die()
  await host.settle()
  await host.advance(ENDED_SETTLE_MS)
  expect(host.state(session).settled[1]).toMatchObject({ state: 'unknown' })
})

test('agents are told of as they change, what comes together at once', async () => {
  const told: SessionsChange[] = []
  host.sessions.onChange((change) => told.push(change))
  const tellings = () => told.filter((change) => change.type === 'agents')
  await done('one', 'first')
  await host.advance(AGENTS_TELL_MS)
  expect(tellings()).toEqual([{ type: 'agents', session }])
  host.agent.open.tell({ options: [MODEL] })
  host.agent.open.tell({ context: { used: 5, size: 10 } })
  await host.advance(AGENTS_TELL_MS)
  expect(tellings()).toHaveLength(2)
  expect(agents()).toEqual([
    {
      agent: 'opencode',
      memory: 'warm',
      steering: 'interrupts',
      options: [MODEL],
      commands: [],
      tasks: [],
      context: { used: 5, size: 10 },
    },
  ])
  await host.done(host.sessions.update(session, { agent: 'codex' }, ALICE))
  await host.advance(AGENTS_TELL_MS)
  expect(tellings()).toHaveLength(3)
  expect(memories()).toEqual(['codex new', 'opencode warm'])
})

test('what an agent tells beyond the bounds is cut, and what can’t be cut is left out', async () => {
  const long = 'x'.repeat(2_000)
  const choices = Array.from({ length: 300 }, (_, n) => ({ ...MODEL.choices[0], value: `${n}`, name: long }))
  host.agent.offers = {
    ...EMPTY_VIEW,
    options: [{ ...MODEL, choices: [{ ...choices[0], value: long }, ...choices] as AgentOption['choices'] }],
    tasks: Array.from({ length: 40 }, (_, n) => ({ ...TASK, id: `${n}` })),
  }
  await done('one', 'x')
  const [agent] = agents()
  expect(agent?.options[0]?.choices.map(({ value }) => value)).toEqual(
    Array.from({ length: 200 }, (_, n) => `${n}`),
  )
  expect(agent?.options[0]?.choices[0]?.name).toHaveLength(300)
  expect(agent?.tasks).toHaveLength(16)
})

test('what an agent offers fits into one message, however much it is', async () => {
  const name = 'x'.repeat(300)
  const choices = Array.from({ length: 200 }, (_, n) => ({ ...MODEL.choices[0], value: `${n}`, name }))
  const options = Array.from({ length: 200 }, (_, n) => ({ ...MODEL, id: `${n}`, choices }) as AgentOption)
  host.agent.offers = { ...EMPTY_VIEW, options }
  await done('one', 'x')
  expect(agents()[0]?.options[0]?.choices).toHaveLength(200)
  expect(JSON.stringify(agents()).length).toBeLessThan(OFFER_TEXT + 1_000)
  host.agent.open.die()
  await host.settle()
  expect(JSON.stringify(agents()).length).toBeLessThan(OFFER_TEXT + 1_000)
})

test('an option is set in the open session, and again whenever that is opened', async () => {
  host.agent.offers = { ...EMPTY_VIEW, options: [MODEL] }
  await done('one', 'x')
  await host.done(setModel('large'))
  expect(agents()[0]?.options[0]?.value).toBe('large')
  host.crash()
  expect(agents()[0]?.options[0]?.value).toBe('large')
  await done('two', 'x')
  expect(host.agent.open.set).toEqual([['model', 'large']])
})

test('an option can be chosen before the agent runs, from what it offered in a new session elsewhere', async () => {
  host.agent.offers = { ...EMPTY_VIEW, options: [MODEL] }
  await done('one', 'x')
  await host.done(setModel('large'))
  session = await host.session()
  expect(agents()[0]?.options).toEqual([MODEL])
  await host.done(setModel('large'))
  expect(agents()[0]?.options[0]?.value).toBe('large')
  expect(host.agent.opened).toBe(1)
  await done('one', 'x')
  expect(host.agent.open.set).toEqual([['model', 'large']])
})

test('an option is chosen while the agent is being opened', async () => {
  host.agent.offers = { ...EMPTY_VIEW, options: [MODEL] }
  let open = (): void => undefined
  host.agent.gate = new Promise((resolve) => {
    open = resolve
  })
  await send('one')
  const chosen = setModel('large')
  await host.settle()
  open()
  await host.done(chosen)
  expect(host.agent.open.set).toEqual([['model', 'large']])
})

test('an option that the agent does not have is refused, whether it runs or not', async () => {
  await refusal(setModel('large')).toMatchObject({ code: 'host.unknown_option' })
  host.agent.offers = { ...EMPTY_VIEW, options: [MODEL] }
  await done('one', 'x')
  for (const again of [1, 2]) {
    await refusal(setModel('huge')).toMatchObject({ code: 'host.unknown_option' })
    await refusal(setModel('small', 'mode')).toMatchObject({ code: 'host.unknown_option' })
    if (again === 1) host.crash()
  }
  const nobody = host.sessions.setOption(session, 'nobody', 'model', 'small', ALICE)
  await refusal(nobody).toMatchObject({ code: 'host.unknown_agent' })
})

test('a choice that the agent no longer has is told and forgotten', async () => {
  host.agent.offers = { ...EMPTY_VIEW, options: [MODEL] }
  await done('one', 'x')
  await host.done(setModel('large'))
  host.crash()
  host.agent.offers = { ...EMPTY_VIEW, options: [{ ...MODEL, choices: MODEL.choices.slice(0, 1) }] }
  expect((await done('two', 'x')).notices).toMatchObject([{ code: 'host.unknown_option' }])
  host.crash()
  expect((await done('three', 'x')).notices).toEqual([])
})

test('a command that was left running is shown with the turn that began it, and can be ended', async () => {
  const stop = (task = 'task_1') => host.sessions.stopTask(session, 'opencode', task, ALICE)
  await refusal(stop()).toMatchObject({ code: 'host.unknown_task' })
  await send('one')
  host.agent.turn.accept()
  await host.settle()
  host.agent.open.tell({ tasks: [TASK] })
  host.agent.turn.settle()
  await host.settle()
  expect(agents()[0]?.tasks).toEqual([{ ...TASK, turn: 1 }])
  await refusal(stop('task_2')).toMatchObject({ code: 'host.unknown_task' })
  await host.done(stop())
  expect(host.agent.open.stopped).toEqual(['task_1'])
  expect(agents()[0]?.tasks).toEqual([])
  await refusal(stop()).toMatchObject({ code: 'host.unknown_task' })
})
