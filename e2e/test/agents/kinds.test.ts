import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestView } from '@hearth/shared/link'
import type { Answer } from '@hearth/shared/session'
import { beforeAll, expect, it } from 'vitest'
import { AskedLog } from '../../src/world/asked.ts'
import type { Device } from '../../src/world/device.ts'
import { giveNotes, notesFile } from '../../src/world/notes.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

/** Requests that only Claude Code and the newer adapter of Codex have: forms of MCP servers, plans, questions. */
const asked = new AskedLog()
const world = useWorld(() => World.start({ onAsk: asked.onAsk }, {}, ['claude-code', 'codex-new'], giveNotes))
let alice: Device
beforeAll(async () => {
  alice = await world().device('alice')
})

const notes = (): string => (existsSync(notesFile(world())) ? readFileSync(notesFile(world()), 'utf8') : '')
const begin = async (agent: string, script: string) => {
  const session = await alice.newSession('worktree', 'Kinds', agent)
  const transcript = alice.follow(session)
  const turn = await alice.prompt(session, script)
  return { session, transcript, turn, asks: () => alice.request(session, turn, 60_000) }
}
const answer = async (view: RequestView, said: Answer | null) => {
  const outcome = said === null ? 'denied' : 'answered'
  expect(await alice.link.answer(view.id, said)).toMatchObject({ state: 'applied', outcome })
}
/** The tools of the MCP server by the names that an agent's model has for them. */
const toolOf = (agent: string, name: string): string =>
  agent === 'codex' ? `mcp__notes.${name}` : `mcp__notes__${name}`

it.each(['claude-code', 'codex'])(
  '%s: an MCP server’s tool is allowed or denied by what it is called with',
  async (agent) => {
    for (const [text, choice] of [
      [`no-${agent}`, 'deny'],
      [`yes-${agent}`, 'allow-once'],
    ] as const) {
      const script = `[[call tool=${toolOf(agent, 'add')} args={"text":"${text}"}]] [[text n=1]]`
      const { transcript, turn, asks } = await begin(agent, script)
      const view = await asks()
      const action = { type: 'mcp', server: 'notes', tool: 'add', input: `{"text":"${text}"}` }
      expect(view.content).toMatchObject({ kind: 'permission', facts: { action, risk: 3 } })
      await alice.link.decide(view.id, choice)
      await transcript.settles(turn)
      expect([text, notes().includes(text)]).toEqual([text, choice === 'allow-once'])
    }
  },
)

it.each(['claude-code', 'codex'])(
  '%s: the form of an MCP server is filled in or turned down, and the server hears it',
  async (agent) => {
    for (const values of [{ folder: `/notes/${agent}`, copies: 3, public: true }, null]) {
      const { transcript, turn, asks } = await begin(
        agent,
        `[[call tool=${toolOf(agent, 'ask')} args={}]] [[text n=1]]`,
      )
      let view = await asks()
      // Codex uses what calls itself harmless unasked.
      if (agent === 'claude-code') {
        expect(view.content).toMatchObject({ kind: 'permission' })
        await alice.link.decide(view.id, 'allow-once')
        view = await asks()
      }
      if (view.content.kind !== 'form') throw new Error(`it is a ${view.content.kind}`)
      expect(view.content.message).toBe('Where do the notes go?')
      const fields = view.content.fields.map(({ name, type, required }) => [name, type, required])
      expect(fields.toSorted()).toEqual([
        ['copies', 'number', false],
        ['folder', 'text', true],
        ['public', 'boolean', false],
      ])
      const wrong = alice.link.answer(view.id, { kind: 'form', values: { copies: 30 } })
      expect((await wrong).error?.code).toBe('request.answers')
      await answer(view, values === null ? null : { kind: 'form', values })
      await transcript.settles(turn)
      const line = JSON.parse(notes().trim().split('\n').at(-1) ?? '') as unknown
      expect(line).toMatchObject(
        values === null ? { action: 'decline' } : { action: 'accept', content: values },
      )
    }
  },
)

it('Claude Code’s plan: changes are asked for, then it is approved, and each step still asks', async () => {
  const { session, transcript } = await begin('claude-code', '[[text n=1]]')
  await transcript.settles(1)
  await alice.link.call('set-option', { session, agent: 'claude-code', option: 'mode', value: 'plan' })
  const plan = '[[call tool=ExitPlanMode args="{\\"plan\\":\\"1. Look\\\\n2. Change\\"}"]]'
  const first = await alice.prompt(session, `${plan} [[text n=1]]`)
  const shown = await alice.request(session, first, 60_000)
  expect(shown.content).toMatchObject({ kind: 'plan', plan: '1. Look\n2. Change' })
  await answer(shown, { kind: 'plan', changes: 'Keep the old parser' })
  await transcript.settles(first)

  const second = await alice.prompt(
    session,
    `${plan} [[write path="planned.txt" content="done"]] [[text n=1]]`,
  )
  await answer(await alice.request(session, second, 60_000), { kind: 'plan', changes: null })
  const step = await alice.request(session, second, 60_000)
  const file = join(transcript.state?.place.path ?? '', 'planned.txt')
  expect(step.content).toMatchObject({ kind: 'permission', facts: { action: { type: 'edit' } } })
  expect(existsSync(file)).toBe(false)
  await alice.link.decide(step.id, 'allow-once')
  await transcript.settles(second)
  expect(existsSync(file)).toBe(true)
  expect(asked.all.some(({ prompt }) => prompt.includes('Keep the old parser'))).toBe(true)
})

it('Claude Code’s question is answered with what it offers', async () => {
  const { transcript, turn, asks } = await begin(
    'claude-code',
    'colours [[question ask="Which colour?" options="Amber|Teal"]] [[text n=1]]',
  )
  const view = await asks()
  const options = [{ label: 'Amber' }, { label: 'Teal' }]
  expect(view.content).toMatchObject({
    kind: 'question',
    questions: [{ question: expect.stringContaining('Which colour?'), options }],
  })
  await answer(view, { kind: 'question', answers: [['Teal']] })
  expect(await transcript.settles(turn)).toMatchObject({ state: 'completed' })
  const told = asked.last('colours').items.findLast(({ kind }) => kind === 'result')
  expect(told?.text).toContain('Teal')
})
