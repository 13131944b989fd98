import { list, record, string } from './json.ts'
import type { Dialect } from './types.ts'

/** What a client of a dialect would have understood of a streamed answer. */
export type Heard = { text: string; reason: string; calls: { name: string; args: unknown }[]; deltas: number }

/** Sample requests and a tiny client for each dialect, for tests over real HTTP. */
export const CLIENTS: Record<Dialect['name'], Client> = {
  chat: {
    path: () => '/v1/chat/completions',
    body: (prompt, tools, stream) => ({
      model: 'mock-model',
      stream,
      messages: [{ role: 'user', content: prompt }],
      tools: tools.map((tool) => ({
        type: 'function',
        function: { ...tool, parameters: SCHEMAS[tool.name] },
      })),
    }),
    hear(events) {
      const heard = silence()
      for (const event of events) {
        const delta = record(record(list(record(event).choices)[0]).delta)
        add(heard, 'text', string(delta.content))
        add(heard, 'reason', string(delta.reasoning_content))
        for (const call of list(delta.tool_calls)) {
          const fn = record(record(call).function)
          heard.calls.push({ name: string(fn.name), args: JSON.parse(string(fn.arguments)) })
        }
      }
      return heard
    },
  },
  responses: {
    path: () => '/v1/responses',
    body: (prompt, tools, stream) => ({
      model: 'mock-model',
      stream,
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: prompt }] }],
      tools: tools.map((tool) => ({ type: 'function', ...tool, parameters: SCHEMAS[tool.name] })),
    }),
    hear(events) {
      const heard = silence()
      for (const event of events.map(record)) {
        if (event.type === 'response.output_text.delta') add(heard, 'text', string(event.delta))
        if (event.type === 'response.reasoning_summary_text.delta') add(heard, 'reason', string(event.delta))
        const item = record(event.item)
        if (event.type === 'response.output_item.done' && item.type === 'function_call') {
          heard.calls.push({ name: string(item.name), args: JSON.parse(string(item.arguments)) })
        }
      }
      return heard
    },
  },
  messages: {
    path: () => '/v1/messages',
    body: (prompt, tools, stream) => ({
      model: 'mock-model',
      stream,
      messages: [{ role: 'user', content: prompt }],
      tools: tools.map((tool) => ({ ...tool, input_schema: SCHEMAS[tool.name] })),
    }),
    hear(events) {
      const heard = silence()
      let name = ''
      for (const event of events.map(record)) {
        const delta = record(event.delta)
        add(heard, 'text', string(delta.text))
        add(heard, 'reason', string(delta.thinking))
        if (event.type === 'content_block_start') name = string(record(event.content_block).name)
        if (delta.partial_json !== undefined)
          heard.calls.push({ name, args: JSON.parse(string(delta.partial_json)) })
      }
      return heard
    },
  },
  gemini: {
    path: (stream) =>
      `/v1beta/models/mock-model:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: (prompt, tools) => ({
      contents: [{ role: 'user', parts: [{ text: prompt }] }],
      tools: [
        {
          functionDeclarations: tools.map((tool) => ({ ...tool, parametersJsonSchema: SCHEMAS[tool.name] })),
        },
      ],
    }),
    hear(events) {
      const heard = silence()
      for (const event of events) {
        const parts = list(record(record(list(record(event).candidates)[0]).content).parts)
        for (const part of parts.map(record)) {
          add(heard, part.thought === true ? 'reason' : 'text', string(part.text))
          const call = record(part.functionCall)
          if (part.functionCall !== undefined) heard.calls.push({ name: string(call.name), args: call.args })
        }
      }
      return heard
    },
  },
}

type Client = {
  path(stream: boolean): string
  body(prompt: string, tools: { name: string }[], stream: boolean): unknown
  hear(events: unknown[]): Heard
}

const text = { type: 'string' }
const SCHEMAS: Record<string, unknown> = {
  write: { type: 'object', properties: { filePath: text, content: text }, required: ['filePath', 'content'] },
  run_shell_command: {
    type: 'object',
    properties: { command: text, description: text, timeout: { type: 'number' } },
    required: ['command', 'timeout'],
  },
  shell: { type: 'object', properties: { command: { type: 'array', items: text } }, required: ['command'] },
}

function silence(): Heard {
  return { text: '', reason: '', calls: [], deltas: 0 }
}

function add(heard: Heard, kind: 'text' | 'reason', words: string): void {
  if (words === '') return
  heard[kind] += words
  heard.deltas += 1
}

/** The JSON of every server-sent event of a body. */
export function events(body: string): unknown[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice(6)))
}
