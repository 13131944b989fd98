import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestView } from '@hearth/shared/link'
import { Choice, type PermissionFacts, type RequestAction } from '@hearth/shared/session'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Site, startSite } from '../../src/browser/site.ts'
import { missingAgent } from '../../src/world/agents.ts'
import { AskedLog } from '../../src/world/asked.ts'
import { giveDesktop, notices } from '../../src/world/desktop.ts'
import type { Device } from '../../src/world/device.ts'
import { giveNotes, notesFile } from '../../src/world/notes.ts'
import { pairRemote, type Remote } from '../../src/world/remote.ts'
import type { Transcript } from '../../src/world/transcript.ts'
import { until } from '../../src/world/wait.ts'
import { World } from '../../src/world/world.ts'
import { useWorld } from '../use-world.ts'

const missing = process.env.HEARTH_REQUIRE_AGENTS === '1' ? null : missingAgent(['codex'])
const asked = new AskedLog()
const AGENTS = ['opencode', 'codex'] as const
type Agent = (typeof AGENTS)[number]
type RuleMade = { readonly id: string }

/** How the script has each agent change a file that is there, and use a tool of the MCP server; what is known of the change. */
const SCRIPTS: Record<
  Agent,
  { edit: string; tool: string; shown: { diff: RegExp; risk: number; reason: string } }
> = {
  opencode: {
    edit: '[[read path=README.md]] [[write path=README.md content="# Changed\\n"]]',
    tool: 'notes_add',
    shown: { diff: /^-# A small project\n\+# Changed$/m, risk: 2, reason: 'Changes files in the worktree' },
  },
  // Codex tells of a file that is written whole as if it were new.
  codex: {
    edit: '[[write path=README.md content="# Changed\\n"]]',
    tool: 'mcp__notes.add',
    shown: {
      ...{ diff: /^@@ -0,0 \+1,1 @@\n\+# Changed$/m, risk: 3 },
      reason: 'Replaces a file without showing what it holds now',
    },
  },
}
/** Has an agent note a line. */
const adding = (agent: Agent, text: string): string =>
  `[[call tool=${SCRIPTS[agent].tool} args="{\\"text\\":\\"${text}\\"}"]]`

const factsOf = ({ content }: RequestView): PermissionFacts => {
  if (content.kind !== 'permission') throw new Error(`it is a ${content.kind}`)
  return content.facts
}
const codeOf = ({ content }: RequestView): string => (content.kind === 'permission' ? content.code : '')
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Every kind of request that opencode and Codex have, in one host. */
const stories = (): void => {
  const world = useWorld(() =>
    World.start({ onAsk: asked.onAsk }, {}, ['codex'], (made) => {
      giveNotes(made)
      giveDesktop(made)
    }),
  )
  let alice: Device
  let bob: Remote
  let site: Site
  beforeAll(async () => {
    alice = await world().device('alice')
    bob = await pairRemote(world().hearth, 'bob')
    site = await startSite()
    return () => site.close()
  })

  /** A session, followed, with its folder. */
  const open = async (agent: Agent, title: string) => {
    const session = await alice.newSession('worktree', title, agent)
    const transcript = alice.follow(session)
    const path = () => transcript.state?.place.path ?? ''
    return { session, transcript, file: (name: string) => join(path(), name) }
  }
  /** What waits in a turn; a busy machine takes its time. */
  const asks = (session: string, turn: number) => alice.request(session, turn, 60_000)
  const settled = async (transcript: Transcript, turn: number, state = 'completed') => {
    expect(await transcript.settles(turn)).toMatchObject({ state })
  }
  /** What the model was told of its last call in answer to a prompt. */
  const result = (words: string): string =>
    asked.last(words).items.findLast(({ kind }) => kind === 'result')?.text ?? ''
  const notes = (): string[] =>
    existsSync(notesFile(world())) ? readFileSync(notesFile(world()), 'utf8').trim().split('\n') : []
  const approve = (view: RequestView, ...more: string[]) =>
    world().hearth.ok(['approve', view.id, '--yes', '--code', codeOf(view), ...more])

  it.each(AGENTS)(
    '%s asks for a command, an edit and an MCP server’s tool, each as it is; allowed from a panel, the command line and a device without a screen they are done',
    async (agent) => {
      const { edit, shown } = SCRIPTS[agent]
      const { session, transcript, file } = await open(agent, 'Allowed')
      const script = `[[bash cmd="echo ran > ran.txt" esc=1]] ${edit} ${adding(agent, `by ${agent}`)}`
      const turn = await alice.prompt(session, `${script} [[text say="all done"]]`)

      const command = await asks(session, turn)
      expect(factsOf(command)).toMatchObject({
        ...{ session, turn, agent, action: { type: 'command', command: 'echo ran > ran.txt' } },
        cwd: { path: file('.').replace(/\/\.$/, '') },
      })
      expect(existsSync(file('ran.txt'))).toBe(false)
      await alice.link.decide(command.id, 'allow-once')

      const change = await asks(session, turn)
      const { action, risk, reasons } = factsOf(change)
      if (action.type !== 'edit') throw new Error(`it is ${action.type}`)
      expect(action.files).toMatchObject([{ path: file('README.md'), before: sha256('# A small project\n') }])
      expect(action.files[0]?.diff).toMatch(shown.diff)
      expect([risk, reasons]).toEqual([shown.risk, [shown.reason]])
      expect(readFileSync(file('ran.txt'), 'utf8')).toBe('ran\n')
      expect(readFileSync(file('README.md'), 'utf8')).toBe('# A small project\n')
      const wrong = await world().hearth.run(['approve', change.id, '--yes', '--code', codeOf(command)])
      expect(wrong.err).toContain('decision.request_hash')
      await approve(change)

      const tool = await asks(session, turn)
      expect(factsOf(tool)).toMatchObject({
        action: { type: 'mcp', server: 'notes', tool: 'add', input: `{"text":"by ${agent}"}` },
        suggestions: [
          { type: 'mcp', server: 'notes', tool: 'add' },
          { type: 'mcp', server: 'notes', tool: '*' },
        ],
        risk: 3,
      })
      expect(readFileSync(file('README.md'), 'utf8')).toBe('# Changed\n')
      expect(notes()).not.toContain(`by ${agent}`)
      const receipt = await bob('decide', tool.id, '--allow')
      expect(receipt.values.at(-1)).toMatchObject({ state: 'applied', outcome: 'allowed' })

      await settled(transcript, turn)
      expect(transcript.answer(turn)).toContain('all done')
      expect(notes()).toContain(`by ${agent}`)
      // What a device decided above risk 2 is told at the host's own desktop; what its owner decided is not.
      await until('the notice', () => notices(world()).includes(tool.id.slice(0, 8)))
      expect(notices(world())).toContain(command.id.slice(0, 8))
      expect(notices(world())).not.toContain(change.id.slice(0, 8))
    },
  )

  it.each(AGENTS)('%s does nothing of what was denied', async (agent) => {
    const { edit } = SCRIPTS[agent]
    const denied: readonly [RequestAction['type'], string][] = [
      ['command', '[[bash cmd="echo no > no.txt" esc=1]]'],
      ['edit', edit],
      ['mcp', adding(agent, `not by ${agent}`)],
    ]
    await Promise.all(
      denied.map(async ([type, script]) => {
        const { session, transcript, file } = await open(agent, `No ${type}`)
        const turn = await alice.prompt(session, `${script} [[text say="after"]]`)
        const view = await asks(session, turn)
        expect(factsOf(view).action.type).toBe(type)
        expect(await alice.link.decide(view.id, 'deny')).toMatchObject({ outcome: 'denied' })
        await transcript.settles(turn)
        expect(existsSync(file('no.txt'))).toBe(false)
        expect(readFileSync(file('README.md'), 'utf8')).toBe('# A small project\n')
      }),
    )
    expect(notes()).not.toContain(`not by ${agent}`)
  })

  it('files outside the worktree: opencode asks to read there, Codex to change; the reason of a denial reaches opencode', async () => {
    const outside = join(world().sandbox.root, 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'plan.txt'), 'the secret plan')
    const { session, transcript } = await open('opencode', 'Outside')
    for (const [words, allow] of [
      ['outside-denied', false],
      ['outside-allowed', true],
    ] as const) {
      const turn = await alice.prompt(session, `${words} [[read path="${outside}/plan.txt"]] [[text n=1]]`)
      const view = await asks(session, turn)
      expect(factsOf(view)).toMatchObject({
        action: { type: 'access', paths: [`${outside}/*`] },
        risk: 3,
        reasons: ['Reaches outside the worktree'],
      })
      if (allow) await approve(view)
      else await world().hearth.ok(['deny', view.id, '--reason', 'Ask Bob for the plan'])
      await settled(transcript, turn)
    }
    expect(result('outside-denied')).toContain('Ask Bob for the plan')
    expect(result('outside-denied')).not.toContain('secret')
    expect(result('outside-allowed')).toContain('the secret plan')

    const codex = await open('codex', 'Outside')
    const patch = `*** Begin Patch\\n*** Add File: ${outside}/new.txt\\n+new\\n*** End Patch`
    const turn = await alice.prompt(
      codex.session,
      `[[bash cmd="apply_patch <<'EOF'\\n${patch}\\nEOF"]] [[text n=1]]`,
    )
    const view = await asks(codex.session, turn)
    expect(factsOf(view)).toMatchObject({
      action: { type: 'edit', files: [{ path: `${outside}/new.txt`, before: null }] },
      risk: 3,
    })
    expect(existsSync(join(outside, 'new.txt'))).toBe(false)
    await alice.link.decide(view.id, 'allow-once')
    await settled(codex.transcript, turn)
    expect(readFileSync(join(outside, 'new.txt'), 'utf8')).toBe('new\n')
  })

  it('the network: opencode fetches only what was allowed', async () => {
    const { session, transcript } = await open('opencode', 'Fetching')
    for (const [path, allow] of [
      ['/denied', false],
      ['/allowed', true],
    ] as const) {
      const url = `${site.origin}${path}`
      const script = `[[call tool=webfetch args={"url":"${url}","format":"text"}]] [[text n=1]]`
      const turn = await alice.prompt(session, script)
      const view = await asks(session, turn)
      expect(factsOf(view).action).toEqual({ type: 'fetch', url })
      await alice.link.decide(view.id, allow ? 'allow-once' : 'deny')
      await settled(transcript, turn)
    }
    expect(site.asked).toEqual(['/allowed'])
  })

  it('questions: one or several of what is offered, and words of one’s own, answered at the command line or turned down', async () => {
    const { session, transcript } = await open('opencode', 'Questions')
    const option = (label: string) => ({ label, description: `Take ${label}` })
    const questions = [
      { question: 'Which colour?', header: 'Colour', options: [option('Amber'), option('Teal')] },
      {
        question: 'Which style?',
        header: 'Style',
        options: ['Rounded', 'Shadow', 'Flat'].map(option),
        multiple: true,
      },
      { question: 'What name?', header: 'Name', options: [option('Hearth')] },
    ]
    const script = `[[call tool=question args="${JSON.stringify({ questions }).replaceAll('"', '\\"')}"]] [[text n=1]]`
    const turn = await alice.prompt(session, `three steps ${script}`)
    const view = await asks(session, turn)
    expect(view.content).toMatchObject({
      kind: 'question',
      questions: [
        { question: 'Which colour?', multiple: false, custom: true },
        { multiple: true, options: [{ label: 'Rounded' }, { label: 'Shadow' }, { label: 'Flat' }] },
        { header: 'Name' },
      ],
    })
    const short = await world().hearth.run(['answer', view.id, 'Teal'])
    expect(short.err).toContain('answer each')
    await world().hearth.ok(['answer', view.id, 'Teal', 'Rounded|Flat', 'My own fire'])
    await settled(transcript, turn)
    for (const words of ['Teal', 'Rounded, Flat', 'My own fire'])
      expect(result('three steps')).toContain(words)
    expect(result('three steps')).not.toMatch(/Amber|Shadow/)

    const again = await alice.prompt(session, '[[question ask="Really?"]] [[text n=1]]')
    const other = await asks(session, again)
    const rejected = await bob('answer', other.id, '--reject')
    expect(rejected.values.at(-1)).toMatchObject({ state: 'applied', outcome: 'denied' })
    expect((await transcript.settles(again)).requests).toMatchObject([
      { kind: 'question', outcome: 'denied' },
    ])
  })

  it('allowing by a rule: it answers the same again, at the command line and from a device, and nothing else', async () => {
    const { session, transcript, file } = await open('opencode', 'By a rule')
    const first = await alice.prompt(session, '[[bash cmd="mkdir kept"]] [[text n=1]]')
    const [kept] = await approve(await asks(session, first), '--rule', '1', '--scope', 'session')
    await settled(transcript, first)
    expect(kept).toMatchObject({ outcome: 'allowed', rule: { scope: { type: 'session', session } } })
    const rule = (kept?.rule as RuleMade | undefined)?.id
    const again = await alice.prompt(session, '[[bash cmd="mkdir kept"]] [[text n=1]]')
    expect((await transcript.settles(again)).requests).toMatchObject([{ outcome: 'allowed', by: null, rule }])
    const other = await alice.prompt(session, '[[bash cmd="mkdir other"]] [[text n=1]]')
    const view = await asks(session, other)
    const stopped = await bob('decide', view.id, '--deny', '--stop', '--reason', 'Enough')
    expect(stopped.values.at(-1)).toMatchObject({ state: 'applied', outcome: 'denied' })
    await settled(transcript, other, 'cancelled')
    expect([existsSync(file('kept')), existsSync(file('other'))]).toEqual([true, false])

    const codex = await open('codex', 'By a rule')
    const one = await alice.prompt(codex.session, `${adding('codex', 'one by a rule')} [[text n=1]]`)
    const tool = await asks(codex.session, one)
    expect(factsOf(tool).offers).toContain(Choice.allowRule)
    const receipt = await bob('decide', tool.id, '--allow', '--rule')
    expect(receipt.values.at(-1)).toMatchObject({ state: 'applied', outcome: 'allowed' })
    await settled(codex.transcript, one)
    const two = await alice.prompt(codex.session, `${adding('codex', 'two by a rule')} [[text n=1]]`)
    expect((await codex.transcript.settles(two)).requests).toMatchObject([{ outcome: 'allowed', by: null }])
    expect(notes().filter((note) => note.endsWith('by a rule'))).toEqual(['one by a rule', 'two by a rule'])
  })

  it('ten requests at once, raised before a device attaches: each is decided by itself, none for another', async () => {
    const both = (n: number) =>
      `[[bash cmd="echo ${n} > ten-${n}.txt" esc=1 more=1]] [[bash cmd="echo ${n + 1} > ten-${n + 1}.txt" esc=1]] [[text n=1]]`
    const single = (n: number) => `[[bash cmd="echo ${n} > ten-${n}.txt" esc=1]] [[text n=1]]`
    const scripts: readonly [Agent, string][] = [
      ['opencode', both(0)],
      ['opencode', both(2)],
      ...[4, 5, 6].map((n) => ['opencode', single(n)] as const),
      ...[7, 8, 9].map((n) => ['codex', single(n)] as const),
    ].map(([agent, script]) => [agent as Agent, String(script)])
    const turns = await Promise.all(
      scripts.map(async ([agent, script]) => {
        const opened = await open(agent, 'Ten')
        return { ...opened, turn: await alice.prompt(opened.session, script) }
      }),
    )
    let waiting: readonly Record<string, unknown>[] = []
    await until(
      'ten requests',
      async () => {
        waiting = await world().hearth.ok(['requests'])
        return waiting.length === 10
      },
      { ms: 90_000, every: 200, explain: () => JSON.stringify(waiting.map(({ facts }) => facts)) },
    )

    const charlie = await world().device('charlie')
    const views = await until('all of them at charlie', () => {
      const pending = [...charlie.link.requests.value.values()].filter(({ state }) => state === 'pending')
      return pending.length === 10 && pending
    })
    const numberOf = (view: RequestView): number => {
      const { action } = factsOf(view)
      return action.type === 'command' ? Number(/ten-(\d)/.exec(action.command)?.[1]) : -1
    }
    const numbers = views.map(numberOf)
    expect(numbers.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    // What belongs together is allowed: one denial of opencode's takes back all else that its session asks.
    const denied = [4, 6, 8]
    const allowed = numbers.filter((n) => !denied.includes(n))
    const receipts = await Promise.all(
      views
        .toSorted((a, b) => numberOf(b) - numberOf(a))
        .map((view) => charlie.link.decide(view.id, denied.includes(numberOf(view)) ? 'deny' : 'allow-once')),
    )
    expect(receipts.map((view) => [numberOf(view), view.outcome])).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((n) => [n, denied.includes(n) ? 'denied' : 'allowed']),
    )
    for (const { transcript, turn } of turns) await transcript.settles(turn)
    const written = turns.flatMap(({ file }) =>
      numbers.flatMap((n) =>
        existsSync(file(`ten-${n}.txt`)) ? [[n, readFileSync(file(`ten-${n}.txt`), 'utf8')]] : [],
      ),
    )
    expect(written.toSorted()).toEqual(allowed.toSorted().map((n) => [n, `${n}\n`]))
  })
}

if (missing === null) describe('requests of every kind', { timeout: 120_000 }, stories)
else {
  beforeEach((ctx) => ctx.skip(missing))
  it('requests of every kind', () => undefined)
}
