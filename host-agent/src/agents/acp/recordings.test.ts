import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Recorder } from '../testing/recorder.ts'
import { abilitiesOf } from './abilities.ts'
import { QUIRKS } from './quirks/index.ts'
import { Replay } from './record.ts'
import type { Quirks } from './spec.ts'
import { endOf } from './stop-reason.ts'
import { Turn } from './turn.ts'
import { usageOf } from './usage.ts'
import { SessionView } from './view.ts'
import { Initialized, read } from './wire.ts'

/** What real agents said over ACP, on the scripted model. */
const FOLDER = new URL('./recordings', import.meta.url).pathname
const agents = readdirSync(FOLDER)

type Message = {
  id?: number | string
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: unknown
}
type Line = { dir: 'in' | 'out'; msg: Message }

const quirksOf = (agent: string): Quirks => {
  const known: Readonly<Record<string, Quirks>> = { ...QUIRKS, 'codex-new': QUIRKS.codex }
  return known[agent] ?? {}
}

function lines(agent: string, scenario: string): Line[] {
  const text = readFileSync(join(FOLDER, agent, `${scenario}.jsonl`), 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line))
}

/** Replays the first turn of a recording, with the replies that were given then. */
async function replay(agent: string, scenario: string): Promise<Recorder & { view: SessionView }> {
  const sink = Object.assign(new Recorder(), { view: new SessionView() })
  const quirks = quirksOf(agent)
  const all = lines(agent, scenario)
  const from = all.findIndex(({ msg }) => msg.method === 'session/prompt')
  const prompt = all[from]?.msg.id
  const turn = new Turn({
    sink,
    quirks,
    first: [],
    output: () => null,
    allowed: () => undefined,
    isOld: () => false,
    onEnd: () => undefined,
  })
  for (const { dir, msg } of all.slice(from + 1)) {
    if (dir === 'in' && msg.method === 'session/update') {
      sink.view.hear(msg.params?.update)
      turn.hear(msg.params?.update)
    } else if (dir === 'in' && msg.method === 'session/request_permission')
      void turn.permission(msg.params, new AbortController().signal)
    else if (dir === 'in' && msg.id === prompt && msg.method === undefined) {
      const { result, error } = msg
      turn.end(
        endOf(error === undefined ? { result } : { error }, null),
        usageOf(result, sink.view.cost(), quirks),
      )
      break
    } else if (dir === 'out' && msg.method === 'session/cancel') turn.stop()
    else if (dir === 'out' && msg.method === undefined) await reply(sink, msg.result)
  }
  return sink
}

async function reply(sink: Recorder, result: Record<string, unknown> | undefined): Promise<void> {
  const request = sink.requests.at(-1)
  const words = JSON.stringify(result ?? {})
  if (request?.kind !== 'permission' || !words.includes('"outcome"')) return
  if (words.includes('"cancelled"')) return
  await request.reply({ allow: !/"(?:abort|cancel|reject|no)"/.test(words) })
}

const scenarios = (agent: string): string[] =>
  readdirSync(join(FOLDER, agent)).map((name) => name.replace('.jsonl', ''))

/** Every recorded turn, whatever it is about. */
const turns = agents.flatMap((agent) =>
  scenarios(agent)
    .filter((scenario) => lines(agent, scenario).some(({ msg }) => msg.method === 'session/prompt'))
    .filter((scenario) => !/^(?:load|resume)/.test(scenario))
    // It never ended: which is why opencode gets no sub-agents over ACP.
    .filter((scenario) => agent !== 'opencode' || scenario !== 'subagent')
    .map((scenario) => [agent, scenario] as const),
)
const asking = agents.filter((agent) => agent !== 'pi')

describe('a recorded turn', () => {
  it('is recorded of several agents', () => {
    expect(turns.length).toBeGreaterThan(20)
  })

  it.each(turns)('of %s, %s, ends once and keeps the contract', async (agent, scenario) => {
    const sink = await replay(agent, scenario)
    expect(sink.how).not.toBeNull()
    expect(sink.breaches).toEqual([])
    for (const draft of sink.drafts) expect(draft.type).not.toBe('raw')
  })

  it.each(agents)('of %s with text and reasoning tells both', async (agent) => {
    expect((await replay(agent, 'text')).text()).toMatch(/w0 w1/)
    const sink = await replay(agent, 'reasoning')
    expect(sink.text('thought')).toMatch(/r0[\s*]+r1/)
    expect(sink.how).toEqual({ outcome: 'completed', stopReason: 'end_turn' })
  })

  it.each(asking)('of %s with a command asks for exactly that', async (agent) => {
    const sink = await replay(agent, 'command-allowed')
    expect(sink.requests).toMatchObject([
      { tool: { kind: 'execute' }, ask: { type: 'command', command: 'echo hi > made.txt && echo done' } },
    ])
    expect([...sink.tools().values()]).toMatchObject([{ kind: 'execute', status: 'completed' }])
  })

  it.each(asking)('of %s with an edit asks with the change, and shows it', async (agent) => {
    const sink = await replay(agent, 'edit-allowed')
    expect(sink.requests).toMatchObject([{ tool: { kind: 'edit' }, ask: { type: 'edit' } }])
    const [request] = sink.requests
    if (request?.kind !== 'permission' || request.ask.type !== 'edit') throw new Error('not an edit')
    expect(request.ask.files).toHaveLength(1)
    expect(request.ask.files[0]?.path).toBe('/repo/new.txt')
    expect(request.ask.files[0]?.diff).toMatch(
      /^--- .*\n\+\+\+ .*new\.txt.*\n@@ -0,0 \+1,2 @@\n\+one\n\+two\n$/,
    )
    const [tool] = sink.tools().values()
    expect(tool).toMatchObject({ status: 'completed', content: [{ type: 'diff', path: '/repo/new.txt' }] })
  })

  it.each(asking)('of %s that was denied closes its card', async (agent) => {
    const sink = await replay(agent, 'command-rejected')
    expect([...sink.tools().values()]).toMatchObject([{ status: 'failed' }])
    expect(['completed', 'cancelled']).toContain(sink.how?.outcome)
  })

  it('of a sub-agent of Claude Code stands inside the call that made it, its words too', async () => {
    const sink = await replay('claude', 'subagent')
    const [[task, above] = [], [, below] = []] = [...sink.tools()]
    expect([above?.parent, below?.parent]).toEqual([undefined, task])
    expect(sink.requests).toMatchObject([{ tool: { kind: 'execute' } }])
    expect(sink.breaches).toEqual([])
  })

  it.each(agents.filter((agent) => scenarios(agent).includes('mcp-tool')))(
    'of %s asks about an MCP server’s tool by its name, and with all that it is called with',
    async (agent) => {
      const sink = await replay(agent, 'mcp-tool')
      const ask = { type: 'mcp', server: 'notes', tool: 'add', input: '{"text":"hi"}' }
      expect(sink.requests).toMatchObject([{ kind: 'permission', ask }])
      expect(sink.breaches).toEqual([])
    },
  )

  it.each(['claude', 'qwen'])(
    'of %s shows the plan that is to be approved, told before or with it',
    async (agent) => {
      const { requests } = await replay(agent, 'plan-approval')
      expect(requests).toMatchObject([{ kind: 'plan', plan: '1. Look\n2. Change' }])
    },
  )

  it.each(agents)('of %s that was stopped is cancelled', async (agent) => {
    for (const scenario of scenarios(agent).filter((name) => name.startsWith('cancel-'))) {
      const sink = await replay(agent, scenario)
      expect([scenario, sink.how]).toEqual([scenario, { outcome: 'cancelled' }])
      const waited = scenario === 'cancel-asking' ? sink.requests.map(({ id }) => id) : []
      expect(sink.gone).toEqual(waited)
    }
  })
})

describe('what a recorded agent says of itself', () => {
  it.each(agents)('%s: abilities, options and commands', (agent) => {
    const view = new SessionView()
    let initialized: unknown
    for (const { msg } of lines(agent, 'start')) {
      if (msg.result?.protocolVersion !== undefined) initialized = msg.result
      else if (msg.result !== undefined) view.opened(msg.result)
      view.hear(msg.params?.update)
    }
    const told = read(Initialized, initialized)
    if (told === null) throw new Error('unreadable')
    const can = abilitiesOf(told, quirksOf(agent))
    expect(can).toMatchObject({ resume: agent === 'gemini' ? 'none' : 'load', images: true })
    const wish = quirksOf(agent).choose?.mode
    const mode = view.view().options.find(({ id }) => id === 'mode')
    if (wish !== undefined) expect(mode?.choices.map(({ value }) => value)).toContain(wish)
    expect(view.view().options.some(({ category }) => category === 'model')).toBe(true)
  })

  it('claude: a sub-agent’s calls under its own', async () => {
    const tools = [...(await replay('claude', 'subagent')).tools().values()]
    const parent = tools.find(({ title }) => title === 'Scripted task')
    expect(tools.find(({ kind }) => kind === 'execute')).toMatchObject({ parent: parent?.call })
  })

  it.each(agents.filter((agent) => scenarios(agent).includes('load') && agent !== 'gemini'))(
    '%s: a conversation as it was',
    (agent) => {
      const record = new Replay(quirksOf(agent))
      for (const { msg } of lines(agent, 'load')) {
        if (msg.method === 'session/prompt') break
        if (msg.method === 'session/update') record.hear(msg.params?.update)
      }
      const [turn] = record.history(0)
      expect(turn?.content).toMatchObject([{ text: expect.stringContaining('remember') }])
      expect(turn?.drafts.map(({ type }) => type)).toContain('tool')
      expect(turn?.how).toMatchObject({ outcome: 'completed' })
    },
  )
})
