import { describe, expect, it } from 'vitest'
import { askOf, nameOf, wordsOf } from './asks.ts'
import { claude } from './quirks/claude.ts'
import { codex } from './quirks/codex.ts'
import { NO_QUIRKS } from './spec.ts'
import { read, ToolCall } from './wire.ts'

const call = (fields: Record<string, unknown>): ToolCall => {
  const known = read(ToolCall, { toolCallId: 'c', ...fields })
  if (known === null) throw new Error('unreadable')
  return known
}
const ask = (fields: Record<string, unknown>) => askOf(call(fields), NO_QUIRKS)

describe('what is asked', () => {
  it.each([
    [{ command: 'ls -l' }, 'ls -l'],
    [{ cmd: 'ls' }, 'ls'],
    [{ command: ['/bin/bash', '-lc', 'echo "hi" > x'] }, 'echo "hi" > x'],
    [{ command: ['sh', '-c', 'a; b'] }, 'a; b'],
    [{ command: ['./bash', '-lc', 'ls'] }, './bash -lc ls'],
    [{ command: ['/repo/bin/sh', '-c', 'ls'] }, '/repo/bin/sh -c ls'],
    [{ command: ['rm', '-rf', 'my files', "it's"] }, `rm -rf 'my files' 'it'\\''s'`],
    [{ command: ['bash', '-c', 'one', 'two'] }, 'bash -c one two'],
    [{ command: ['python', '-c', 'print(1)'] }, "python -c 'print(1)'"],
  ])('is the command of %j', (rawInput, command) => {
    expect(ask({ kind: 'execute', rawInput })).toEqual({ type: 'command', command })
  })

  it.each([[{ command: '' }], [{ command: [] }], [{ command: ['ls', 5] }], [{}], [null], ['ls']])(
    'is nothing that could pass for a command in %j',
    (rawInput) => expect(ask({ kind: 'execute', rawInput }).type).toBe('other'),
  )

  it('is no command of a tool that only takes one: what it does with it nobody knows', () => {
    expect(ask({ kind: 'other', rawInput: { command: 'ls' } })).toMatchObject({ type: 'other' })
  })

  it('is in its folder', () => {
    expect(ask({ kind: 'execute', rawInput: { command: 'ls', cwd: '/repo' } })).toMatchObject({
      cwd: '/repo',
    })
  })

  it('is the command, not a harmless change that stands beside it', () => {
    const content = [{ type: 'diff', path: '/a', oldText: 'one', newText: 'two' }]
    const told = { kind: 'execute', rawInput: { command: 'rm -rf ~' }, content }
    expect(ask(told)).toEqual({ type: 'command', command: 'rm -rf ~' })
  })

  it('is a change, whole', () => {
    const newText = `${'line\n'.repeat(20_000)}`
    const content = [{ type: 'diff', path: '/a', oldText: null, newText }]
    const asked = ask({ kind: 'edit', rawInput: { command: ['apply_patch', '…'] }, content })
    if (asked.type !== 'edit') throw new Error(asked.type)
    expect(asked.files[0]?.diff.split('\n').filter((line) => line === '+line')).toHaveLength(20_000)
  })

  it('is an address, or paths', () => {
    expect(ask({ kind: 'fetch', rawInput: { url: 'https://a.example' } })).toEqual({
      type: 'fetch',
      url: 'https://a.example',
    })
    expect(ask({ kind: 'read', locations: [{ path: '/a' }, { path: '/b', line: 3 }, { path: 5 }] })).toEqual({
      type: 'access',
      paths: ['/a', '/b'],
    })
    expect(ask({ kind: 'search', rawInput: { path: '/c' } })).toEqual({ type: 'access', paths: ['/c'] })
    expect(
      ask({ kind: 'read', locations: [{ path: '/a' }], rawInput: { file_path: '/etc/shadow' } }),
    ).toEqual({
      type: 'access',
      paths: ['/a', '/etc/shadow'],
    })
  })

  it('is a tool of an MCP server, by the name that Claude Code gives it', () => {
    const asked = (name: string) => askOf(call({ name, kind: 'other', rawInput: { text: 'hi' } }), claude)
    expect(asked('mcp__notes__add')).toEqual({
      type: 'mcp',
      server: 'notes',
      tool: 'add',
      input: '{"text":"hi"}',
    })
    expect(asked('mcp__notes__add__all')).toMatchObject({ server: 'notes', tool: 'add__all' })
    for (const name of ['add', 'mcp__notes', 'mcp__notes__', 'xmcp__notes__add'])
      expect(asked(name).type).toBe('other')
  })

  it('is a tool of an MCP server, by what either adapter of Codex tells of it', () => {
    const asked = (rawInput: object, kind?: string) => askOf(call({ kind, rawInput }), codex)
    const approval = (message: string, codex_approval_kind = 'mcp_tool_call') => ({
      server_name: 'notes',
      request: { message, _meta: { codex_approval_kind, tool_params: { text: 'hi' } } },
    })
    const add = { type: 'mcp', server: 'notes', tool: 'add', input: '{"text":"hi"}' }
    expect(asked({ server: 'notes', tool: 'add', arguments: { text: 'hi' } }, 'execute')).toEqual(add)
    expect(asked(approval('Allow the notes MCP server to run tool "add"?'))).toEqual(add)
    for (const rawInput of [
      approval('Allow the notes MCP server to run tool "add"?', 'other'),
      approval('Allow the notes MCP server to run tool "add"? Allow "all"?'),
      approval('Run it?'),
      { server: 'notes' },
    ])
      expect(asked(rawInput).type).toBe('other')
    // A command stays one, whatever else it says of itself.
    expect(asked({ command: 'ls', server: 'notes', tool: 'add' }, 'execute').type).toBe('command')
  })

  it('is another mode', () => {
    expect(ask({ kind: 'switch_mode', title: 'Go on alone', rawInput: { mode: 'yolo' } })).toMatchObject({
      type: 'mode',
      from: null,
      to: 'yolo',
    })
    expect(ask({ kind: 'switch_mode', title: 'Go on alone' })).toMatchObject({ to: 'Go on alone' })
  })

  it('is all that is known where it is nothing of these', () => {
    const asked = ask({
      kind: 'delete',
      title: 'Delete',
      locations: [{ path: '/a' }],
      rawInput: { path: '/a' },
    })
    expect(asked).toEqual({
      type: 'other',
      detail: JSON.stringify({
        title: 'Delete',
        kind: 'delete',
        input: { path: '/a' },
        locations: [{ path: '/a' }],
      }),
    })
    // A command in a call of another kind is no command that is run.
    expect(ask({ kind: 'read', rawInput: { command: 'ls' } }).type).toBe('other')
  })

  it('has a name and the agent’s own words', () => {
    const content = [{ type: 'content', content: { type: 'text', text: 'because' } }]
    expect(wordsOf(call({ title: 'Run', content }))).toBe('Run\nbecause')
    expect(nameOf(call({ name: 'Bash', kind: 'execute' }))).toBe('Bash')
    expect(nameOf(call({ kind: 'execute' }))).toBe('execute')
    // A title is words of the agent, which no rule may be about.
    expect(nameOf(call({ title: 'Approve MCP tool call' }))).toBe('tool')
  })
})
