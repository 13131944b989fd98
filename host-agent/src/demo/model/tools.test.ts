import { describe, expect, it } from 'vitest'
import { isCall, parseScript } from './script.ts'
import { callFor } from './tools.ts'
import type { ToolSpec } from './types.ts'

const text = { type: 'string' }
const array = (properties: Record<string, object>) => ({ type: 'array', items: { properties } })
const tool = (name: string, properties: ToolSpec['properties']): ToolSpec => ({
  name,
  properties,
  required: [],
})

function called(script: string, ...tools: ToolSpec[]) {
  const [step] = parseScript(script)
  if (step === undefined || !isCall(step)) throw new Error(script)
  return callFor(step, tools, '/repo', 'call_1')
}

describe('a scripted tool call', () => {
  it('keeps a plan in the words of the agent’s own tool', () => {
    const script = '[[plan items="Look|Change|Test" done=1]]'
    const codex = tool('update_plan', { explanation: text, plan: array({ step: text, status: text }) })
    expect(called(script, codex)).toMatchObject({
      name: 'update_plan',
      args: {
        plan: [
          { step: 'Look', status: 'completed' },
          { step: 'Change', status: 'in_progress' },
          { step: 'Test', status: 'pending' },
        ],
      },
    })
    const priority = { type: 'string', enum: ['high', 'low'] }
    const other = tool('todowrite', { todos: array({ content: text, status: text, priority, id: text }) })
    expect(called(script, other)).toMatchObject({
      args: { todos: [{ content: 'Look', status: 'completed', priority: 'high', id: '1' }, {}, {}] },
    })
  })

  it('leaves a command in the background only when told to', () => {
    const bash = tool('Bash', { command: text, run_in_background: { type: 'boolean' } })
    expect(called('[[bash cmd=id bg=1]]', bash)).toMatchObject({ args: { run_in_background: true } })
    expect(called('[[bash cmd=id]]', bash)).toMatchObject({ args: { command: 'id' } })
    expect(called('[[bash cmd=id]]', bash)).not.toHaveProperty('args.run_in_background')
  })

  it('writes by a patch where there is only a shell', () => {
    const shell = [
      tool('exec_command', { cmd: text }),
      tool('write_stdin', { session_id: text, chars: text }),
    ]
    expect(called('[[write path=a.txt content="one\\ntwo\\n"]]', ...shell)).toMatchObject({
      name: 'exec_command',
      args: {
        cmd: "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a.txt\n+one\n+two\n*** End Patch\nEOF",
      },
    })
  })

  it('calls any tool by its name, with what the script gives', () => {
    const script = '[[call tool=Exit args="{\\"plan\\":\\"one\\"}"]]'
    expect(called(script, tool('Exit', {}))).toMatchObject({ name: 'Exit', args: { plan: 'one' } })
    expect(called(script, tool('exit', {}))).toBeUndefined()
  })

  it('has nothing to call where the agent offers no such tool', () => {
    expect(called('[[plan]]', tool('read', { path: text }))).toBeUndefined()
    expect(called('[[write]]', tool('read', { path: text }))).toBeUndefined()
  })
})
