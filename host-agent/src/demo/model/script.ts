import { record } from './json.ts'
import { MAX_DELAY_MS, MAX_PIECES } from './limits.ts'

/**
 * The script language: directives such as `[[text n=5 delay=10]]` or `[[bash cmd="echo hi"]]` in a prompt.
 * Several directives run in sequence. A directive may hold another one inside a quoted value
 * (`[[subagent prompt="[[bash cmd=\"id\"]]"]]`). A tool call with `more=1` comes in one response with the next one.
 */
export type Step = Doing & { more?: true }
type Doing =
  | { do: 'text' | 'reason'; n: number; delay: number; say: string | undefined }
  | { do: 'write'; path: string; content: string }
  | { do: 'read'; path: string }
  | { do: 'bash'; cmd: string; escalate: boolean; background: boolean }
  | { do: 'plan'; items: string[]; done: number }
  | { do: 'call'; tool: string; args: Record<string, unknown> }
  | { do: 'question'; ask: string; options: string[] }
  | { do: 'subagent'; prompt: string }
  | { do: 'stall' }
  | { do: 'error'; code: number; times: number }

/** Steps that end a model response, because the agent has to answer with a result. */
export type CallStep = Extract<Step, { do: (typeof CALLS)[number] }>

const CALLS = ['write', 'read', 'bash', 'plan', 'call', 'question', 'subagent'] as const

export function isCall(step: Step): step is CallStep {
  return CALLS.some((call) => call === step.do)
}

/** All directives of a prompt in their order; unknown words are left out. Empty when there are none. */
export function parseScript(text: string): Step[] {
  const steps: Step[] = []
  let at = text.indexOf('[[')
  while (at !== -1) {
    const end = closing(text, at + 2)
    if (end === -1) break
    const source = text.slice(at + 2, end)
    const step = parseStep(source)
    if (step !== undefined)
      steps.push(parseValues(source).get('more') === '1' ? { ...step, more: true } : step)
    at = text.indexOf('[[', end + 2)
  }
  return steps
}

/** Index of the `]]` that closes a directive, skipping quoted values; -1 when it never closes. */
function closing(text: string, from: number): number {
  let quoted = false
  for (let i = from; i < text.length; i++) {
    const char = text[i]
    if (quoted && char === '\\') i++
    else if (char === '"') quoted = !quoted
    else if (!quoted && char === ']' && text[i + 1] === ']') return i
  }
  return -1
}

function parseStep(source: string): Step | undefined {
  const word = /^\s*([a-z]+)/.exec(source)?.[1]
  const values = parseValues(source)
  const number = (key: string, fallback: number, max: number) => {
    const value = Number(values.get(key) ?? fallback)
    return Number.isFinite(value) ? Math.min(Math.max(0, value), max) : fallback
  }
  switch (word) {
    case 'text':
    case 'reason':
    case 'slow': {
      const slow = word === 'slow'
      const n = number('n', slow ? 50 : 5, MAX_PIECES)
      const delay = number('delay', slow ? 100 : 0, MAX_DELAY_MS)
      return { do: word === 'reason' ? 'reason' : 'text', n, delay, say: values.get('say') }
    }
    case 'write':
      return {
        do: 'write',
        path: values.get('path') ?? 'hello.txt',
        content: values.get('content') ?? 'hello\n',
      }
    case 'read':
      return { do: 'read', path: values.get('path') ?? 'README.md' }
    case 'bash':
      return {
        do: 'bash',
        cmd: values.get('cmd') ?? 'pwd',
        escalate: values.get('esc') === '1',
        background: values.get('bg') === '1',
      }
    case 'plan': {
      const items = (values.get('items') ?? 'First|Second').split('|')
      return { do: 'plan', items, done: number('done', 0, items.length) }
    }
    case 'call':
      return { do: 'call', tool: values.get('tool') ?? '', args: parseArguments(values.get('args')) }
    case 'question': {
      const options = (values.get('options') ?? 'Yes|No').split('|')
      return { do: 'question', ask: values.get('ask') ?? 'Which one?', options }
    }
    case 'subagent':
      return { do: 'subagent', prompt: values.get('prompt') ?? 'Say hello' }
    case 'stall':
      return { do: 'stall' }
    case 'error':
      return { do: 'error', code: number('code', 500, 599), times: number('times', MAX_PIECES, MAX_PIECES) }
    default:
      return undefined
  }
}

/** Arguments of a tool as JSON; none when they are not an object. */
function parseArguments(text = '{}'): Record<string, unknown> {
  try {
    return record(JSON.parse(text))
  } catch {
    return {}
  }
}

/** `key=value` and `key="quoted \"value\""`; `\n` and `\t` inside quotes are what they look like. */
function parseValues(source: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const match of source.matchAll(/([a-z]+)=(?:"((?:\\.|[^"\\])*)"|(\S+))/g)) {
    const [, key = '', quoted, bare = ''] = match
    values.set(key, quoted === undefined ? bare : plain(quoted))
  }
  return values
}

function plain(quoted: string): string {
  return quoted.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 't' ? '\t' : char))
}
