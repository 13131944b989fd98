import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * An MCP server over stdin and stdout, which agents start: `notes-server.js FILE`. Its tool `add` puts a line into that
 * file; `ask` has the person fill in a form, where the agent lets it, and puts what came back there.
 */

type Message = {
  id?: number | string
  method?: string
  params?: { protocolVersion?: string; name?: string; arguments?: { text?: string } }
  result?: unknown
  error?: unknown
}

const [, , file = ''] = process.argv
const FORM = {
  message: 'Where do the notes go?',
  requestedSchema: {
    type: 'object',
    properties: {
      folder: { type: 'string', title: 'Folder' },
      copies: { type: 'integer', title: 'Copies', minimum: 1, maximum: 9 },
      public: { type: 'boolean', title: 'Public' },
    },
    required: ['folder'],
  },
}
const TOOLS = [
  {
    name: 'add',
    description: 'Adds a note',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  },
  {
    name: 'ask',
    description: 'Asks where notes go',
    inputSchema: { type: 'object', properties: {} },
    annotations: { readOnlyHint: true },
  },
]

const waiting = new Map<string, (answer: Message) => void>()
const send = (message: object): void => {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}
const note = (line: string): object => {
  appendFileSync(file, `${line}\n`)
  return { content: [{ type: 'text', text: 'noted' }] }
}

const called = ({ params }: Message): Promise<object> | object => {
  if (params?.name === 'add') return note(params.arguments?.text ?? '')
  const id = `form-${waiting.size + 1}`
  send({ id, method: 'elicitation/create', params: FORM })
  return new Promise((resolve) =>
    waiting.set(id, ({ result, error }) => resolve(note(JSON.stringify(result ?? error)))),
  )
}

const answered = (message: Message): Promise<object> | object | null => {
  switch (message.method) {
    case 'initialize':
      return {
        protocolVersion: message.params?.protocolVersion ?? '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'notes', version: '1' },
      }
    case 'tools/list':
      return { tools: TOOLS }
    case 'tools/call':
      return called(message)
    case 'ping':
      return {}
    default:
      return null
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line) as Message
  const { id, method } = message
  if (id === undefined) return
  if (method === undefined) {
    waiting.get(String(id))?.(message)
    return
  }
  void Promise.resolve(answered(message)).then((result) => {
    const failed = { error: { code: -32601, message: 'Method not found' } }
    send({ id, ...(result === null ? failed : { result }) })
  })
})
