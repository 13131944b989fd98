import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ScriptedModel, startScriptedModel } from './server.ts'
import { CLIENTS, events } from './testing.ts'
import type { Dialect } from './types.ts'

let model: ScriptedModel
beforeAll(async () => {
  model = await startScriptedModel()
})
afterAll(() => model.close())

const ALL = [{ name: 'write' }, { name: 'run_shell_command' }]

async function post(name: Dialect['name'], prompt: string, tools = ALL, stream = true, signal?: AbortSignal) {
  const client = CLIENTS[name]
  const body = JSON.stringify(client.body(prompt, tools, stream))
  return fetch(model.url + client.path(stream), { method: 'POST', body, ...(signal ? { signal } : {}) })
}

async function hear(name: Dialect['name'], prompt: string, tools = ALL) {
  const response = await post(name, prompt, tools)
  expect(response.status).toBe(200)
  return CLIENTS[name].hear(events(await response.text()))
}

describe.each(['chat', 'responses', 'messages', 'gemini'] as const)('the scripted model, %s', (name) => {
  it('streams reasoning and text as separate deltas', async () => {
    const heard = await hear(name, '[[reason n=2]] [[text n=3]]')
    expect(heard).toEqual({ reason: 'r0 r1 ', text: 'w0 w1 w2 ', calls: [], deltas: 5 })
  })

  it('calls the tool of the request, with its own argument names', async () => {
    const heard = await hear(name, '[[write path=a.txt content="hi\\n"]]')
    expect(heard.calls).toEqual([{ name: 'write', args: { filePath: 'a.txt', content: 'hi\n' } }])
    const bash = await hear(name, 'before [[text n=1]] [[bash cmd="echo hi"]] [[text n=9]]')
    expect(bash.text).toBe('w0 ')
    const args = { command: 'echo hi', description: 'Runs a scripted command', timeout: 1 }
    expect(bash.calls).toEqual([{ name: 'run_shell_command', args }])
  })

  it('makes two calls at once where the script has them together', async () => {
    const { calls } = await hear(name, '[[bash cmd=a more=1]] [[bash cmd=b]] [[text n=1]]')
    expect(calls.map(({ args }) => args)).toMatchObject([{ command: 'a' }, { command: 'b' }])
  })

  it('says so when the request offers no such tool', async () => {
    const heard = await hear(name, '[[question]]')
    expect(heard.calls).toEqual([])
    expect(heard.text).toContain('no tool for question')
  })

  it('answers without a stream too', async () => {
    const response = await post(name, '[[text n=2]] [[bash cmd=id]]', ALL, false)
    expect(response.headers.get('content-type')).toBe('application/json')
    const body = await response.text()
    expect(body).toContain('w0 w1 ')
    expect(body).toContain('run_shell_command')
  })

  it('gives a title to a request without tools', async () => {
    expect((await hear(name, '[[stall]]', [])).text).toBe('Scripted title')
  })

  it('refuses with the status asked for, never as a server fault below 500', async () => {
    const response = await post(name, '[[error code=400]]')
    expect(response.status).toBe(400)
    expect((await response.text()).toLowerCase()).toMatch(/invalid_?_(request_error|argument)/)
    expect((await post(name, '[[error code=503]]')).status).toBe(503)
  })

  it('stalls until the client hangs up, and notes it', async () => {
    const hangUp = new AbortController()
    const response = await post(name, '[[text n=1]] [[stall]]', ALL, true, hangUp.signal)
    const entry = model.entries.at(-1)
    expect(response.status).toBe(200)
    hangUp.abort()
    await vi.waitFor(() => expect(entry?.outcome).toBe('disconnected'))
  })

  it('refuses a body that is not JSON', async () => {
    const response = await fetch(model.url + CLIENTS[name].path(true), { method: 'POST', body: '{' })
    expect(response.status).toBe(400)
  })
})

describe('the scripted model', () => {
  it('fails `times` times, then goes on', async () => {
    const prompt = '[[error code=500 times=2]] [[text n=1]] once'
    expect((await post('chat', prompt)).status).toBe(500)
    expect((await post('chat', prompt)).status).toBe(500)
    expect((await hear('chat', prompt)).text).toBe('w0 ')
  })

  it('continues after each tool result, and ends with its own last words', async () => {
    const user = { role: 'user', content: '[[bash cmd=a]] [[text n=2]] [[bash cmd=b]]' }
    const result = { role: 'tool', tool_call_id: 'x', content: 'out' }
    const tools = [
      { type: 'function', function: { name: 'bash', parameters: { properties: { command: {} } } } },
    ]
    const ask = async (messages: unknown[]) => {
      const body = JSON.stringify({ model: 'm', stream: true, messages, tools })
      const response = await fetch(`${model.url}/v1/chat/completions`, { method: 'POST', body })
      return CLIENTS.chat.hear(events(await response.text()))
    }
    expect((await ask([user])).calls[0]?.args).toEqual({ command: 'a' })
    const second = await ask([user, { role: 'assistant', content: '' }, result])
    expect(second.text).toBe('w0 w1 ')
    expect(second.calls[0]?.args).toEqual({ command: 'b' })
    expect((await ask([user, result, result])).text).toBe('Done.')
  })

  it('writes the file that a plain prompt names, after reading it', async () => {
    const user = { role: 'user', content: 'Please add a greeting to hello.txt.' }
    const fn = (name: string) => ({
      type: 'function',
      function: { name, parameters: { properties: { filePath: {}, content: {} } } },
    })
    const ask = async (messages: unknown[]) => {
      const body = JSON.stringify({ model: 'm', stream: true, messages, tools: [fn('read'), fn('write')] })
      const response = await fetch(`${model.url}/v1/chat/completions`, { method: 'POST', body })
      return CLIENTS.chat.hear(events(await response.text()))
    }
    expect((await ask([user])).calls[0]?.name).toBe('read')
    const write = await ask([user, { role: 'tool', content: '<file>\n1: first\n2: second\n</file>' }])
    expect(write.calls[0]?.args).toEqual({
      filePath: 'hello.txt',
      content: 'first\nsecond\nHello from Hearth!\n',
    })
  })

  it('gives every answer a name of its own', async () => {
    const prompt = '[[text n=1]] twice'
    const [first, second] = await Promise.all(
      ['a', 'b'].map(async () => JSON.stringify(events(await (await post('messages', prompt)).text())[0])),
    )
    expect(first).toMatch(/"id":"msg_\w+"/)
    expect(second).not.toBe(first)
  })

  it('answers model lists and token counts', async () => {
    expect((await fetch(`${model.url}/v1/models`)).status).toBe(200)
    const count = await fetch(`${model.url}/v1/messages/count_tokens`, { method: 'POST', body: '{}' })
    expect(await count.json()).toEqual({ input_tokens: 1000 })
    expect((await fetch(`${model.url}/elsewhere`)).status).toBe(404)
  })
})

it('calls a tool that stands in a namespace by both names, as Codex has those of MCP servers', async () => {
  const tools = [
    { type: 'function', name: 'exec_command', parameters: {} },
    { type: 'namespace', name: 'mcp__notes', tools: [{ type: 'function', name: 'add', parameters: {} }] },
  ]
  const body = {
    ...{ model: 'm', stream: false, tools },
    input: [{ role: 'user', content: '[[call tool=mcp__notes.add args={"text":"hi"}]]' }],
  }
  const answered = await fetch(`${model.url}/v1/responses`, { method: 'POST', body: JSON.stringify(body) })
  expect(await answered.json()).toMatchObject({
    output: [{ type: 'function_call', namespace: 'mcp__notes', name: 'add', arguments: '{"text":"hi"}' }],
  })
})
