/** What the scripted model knows of a conversation. */
export type Message =
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string }
  | { role: 'tool'; tool_call_id: string; content: string }

export type Write = { id: string; path: string; content: string }

/** The only tool of the plain agent. */
const TOOLS = [
  {
    type: 'function',
    function: {
      name: 'write',
      parameters: {
        type: 'object',
        properties: { path: { type: 'string' }, content: { type: 'string' } },
        required: ['path', 'content'],
      },
    },
  },
]

type Chunk = {
  choices?: {
    delta?: { content?: string; tool_calls?: { id: string; function: { arguments: string } }[] }
  }[]
}

/** Asks the model at `url` once: its text in pieces, and what it wants to be written. */
export async function askModel(
  url: string,
  messages: readonly Message[],
  told: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Write[]> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mock-model', stream: true, messages, tools: TOOLS }),
    signal,
  })
  if (!response.ok || response.body === null) throw new Error(`The model answered ${response.status}.`)
  const writes: Write[] = []
  let rest = ''
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data: {')) continue
      const delta = (JSON.parse(line.slice('data: '.length)) as Chunk).choices?.[0]?.delta
      if (delta?.content) await told(delta.content)
      for (const call of delta?.tool_calls ?? []) {
        const { path, content } = JSON.parse(call.function.arguments) as { path: string; content: string }
        writes.push({ id: call.id, path, content })
      }
    }
  }
  return writes
}
