import { createInterface } from 'node:readline'

/** An MCP server over stdin and stdout with one tool, `add`, that keeps a note nowhere: what agents ask about is the call. */

type Call = { id?: number | string; method?: string; params?: { protocolVersion?: string } }

const TOOL = {
  name: 'add',
  description: 'Adds a note',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
}

const resultOf = ({ method, params }: Call): object | null => {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params?.protocolVersion ?? '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'notes', version: '1' },
      }
    case 'tools/list':
      return { tools: [TOOL] }
    case 'tools/call':
      return { content: [{ type: 'text', text: 'added' }] }
    case 'ping':
      return {}
    default:
      return null
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const call = JSON.parse(line) as Call
  if (call.id === undefined) return
  const result = resultOf(call)
  const answer = result === null ? { error: { code: -32601, message: 'Method not found' } } : { result }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: call.id, ...answer })}\n`)
})
