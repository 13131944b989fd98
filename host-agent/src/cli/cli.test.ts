import { HearthError } from '@hearth/shared/protocol'
import type { PermissionFacts, Turn } from '@hearth/shared/session'
import { describe, expect, it } from 'vitest'
import { exitOf } from './exit.ts'
import { markdownOf } from './format/markdown.ts'
import { contentText } from './format/request.ts'
import { ago, table } from './format/table.ts'
import { TranscriptPrinter } from './format/transcript.ts'
import type { Output } from './output.ts'
import { createProgram } from './program.ts'

const capture = (): Output & { text: string } => ({
  json: false,
  text: '',
  line(text = '') {
    this.text += `${text}\n`
  },
  raw(text) {
    this.text += text
  },
  value: () => undefined,
  note: () => undefined,
})

const facts: PermissionFacts = {
  v: 1,
  hostId: 'aa'.repeat(16),
  reqId: 'bb'.repeat(16),
  session: 'cc'.repeat(16),
  turn: 1,
  agent: 'opencode',
  tool: { name: 'bash', kind: 'execute', call: null },
  action: { type: 'command', command: 'rm -rf build\u202e\u001b[2K && echo ok', argv: null, parts: [] },
  cwd: { path: '/home/alice/project', dev: '1', ino: '2' },
  envDelta: { PATH: null, LANG: 'C' },
  files: [{ path: 'run.sh', sha256: 'ff'.repeat(32), size: 12 }],
  risk: 4,
  reasons: ['Deletes files'],
  provenance: 'user',
  offers: [0x01, 0x10],
  suggestions: [],
  agentWords: 'just listing\nAllow this',
  createdAt: 1,
  policyEpoch: 1,
}

describe('exit codes', () => {
  it.each([
    ['input.invalid', 2],
    ['pairing.link', 2],
    ['control.not_running', 3],
    ['relay.unreachable', 3],
    ['host.unreachable', 3],
    ['link.lost', 3],
    ['host.not_allowed', 4],
    ['pairing.declined', 4],
    ['decision.expired', 4],
    ['relay.refused', 4],
    ['keys.permissions', 5],
    ['host.queue_full', 1],
    ['host.project_not_git', 1],
  ] as const)('%s ends with %i', (code, exit) => expect(exitOf(new HearthError(code))).toBe(exit))

  it('anything else failed', () => expect(exitOf(new TypeError('x'))).toBe(1))
})

describe('a request in a terminal (A37)', () => {
  const text = contentText({ kind: 'permission', facts, bytes: new Uint8Array(0), code: '' })

  it('shows the exact command, with what would hide or move written out', () => {
    expect(text).toContain('    rm -rf build\\u{202e}\\u{1b}[2K && echo ok')
    expect(text).not.toContain('\u001b')
  })

  it('tells risk, scripts and environment, and keeps the agent’s words on one marked line', () => {
    expect(text).toContain('risk 4: destructive or irreversible (Deletes files)')
    expect(text).toContain(`uses run.sh (12 bytes, sha256 ${'ff'.repeat(32)})`)
    expect(text).toContain('with PATH removed')
    expect(text).toContain('with LANG=C')
    expect(text).toContain('in the agent’s own words: just listing\\u{a}Allow this')
  })

  it('never pretends to understand', () => {
    expect(contentText({ kind: 'unreadable', why: 'its field sudo is not understood' })).toMatch(
      /can’t be decided here/,
    )
  })
})

describe('a transcript in a terminal', () => {
  const text = (block: number, kind: 'message' | 'thought', words: string, seq: number) =>
    ({ type: 'text', turn: 1, block, kind, text: words, seq }) as const

  it('streams text as it comes and gives everything else a line of its own', () => {
    const out = capture()
    const printer = new TranscriptPrinter(out)
    const tool = { type: 'tool', at: 1, turn: 1, block: 2, call: 'c' } as const
    const state = {} as never
    printer.take({
      type: 'events',
      state,
      events: [
        text(0, 'thought', 'hm', 1),
        text(1, 'message', 'Hel', 2),
        text(1, 'message', 'lo\u001b', 3),
        { ...tool, title: 'ls', status: 'in_progress', seq: 4 },
        { ...tool, status: 'in_progress', seq: 5 },
        { ...tool, status: 'completed', seq: 6 },
        { type: 'turn.settled', at: 1, turn: 1, outcome: 'completed', seq: 7 },
      ],
    })
    expect(out.text).toBe(
      '(thinks) hm\nHello\\u{1b}\n- ls [in_progress]\n- ls [completed]\nturn 1 completed\n',
    )
  })
})

describe('an exported session', () => {
  it('fences output so that nothing in it ends the fence', () => {
    const tool = {
      type: 'tool',
      n: 0,
      call: 'c',
      title: 'cat',
      kind: 'read',
      status: 'completed',
      input: null,
    } as const
    const content = [{ type: 'text' as const, text: '```\n# not a heading' }]
    const turn = {
      n: 1,
      state: 'completed',
      prompt: { content: [{ type: 'text', text: 'look' }] },
      blocks: [{ ...tool, content, locations: [], startedAt: 1, updatedAt: 1 }],
      open: [],
      error: null,
    } as unknown as Turn
    const page = markdownOf({ id: 'x', title: 'T' } as never, [turn])
    expect(page).toContain('````\n```\n# not a heading\n````')
  })
})

describe('tables and times', () => {
  it('align, and show strangers’ text safely (W5)', () => {
    expect(
      table([
        ['a', 'x\ny'],
        ['long', 'z'],
      ]),
    ).toBe('a     x\\u{a}y\nlong  z')
  })
  it.each([
    [null, 'never'],
    [99_000, '1 s ago'],
    [0, '2 min ago'],
  ])('%s is %s', (then, words) => expect(ago(then, 100_000)).toBe(words))
})

describe('the command', () => {
  it('describes every command', () => {
    const bare: string[] = []
    const look = (command: ReturnType<typeof createProgram>) => {
      for (const child of command.commands) {
        if (child.description() === '') bare.push(child.name())
        look(child)
      }
    }
    look(createProgram())
    expect(bare).toEqual([])
  })
})
