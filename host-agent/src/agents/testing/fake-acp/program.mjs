// A tiny agent over ACP that does what real ones can't be made to do. Plain Node, no dependencies; the word that a
// prompt begins with says what. The in-process fake stands on the SDK; this one knows the wire alone.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const MEGABYTE = 1024 * 1024
const HOUR_MS = 3_600_000

const write = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const say = (text) => {
  const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } }
  write({ method: 'session/update', params: { sessionId: 'fake', update } })
}
let waiting = null

const PROMPTS = {
  say: (id, rest) => {
    say(rest)
    write({ id, result: { stopReason: 'end_turn' } })
  },
  crash: () => {
    process.stderr.write('it hurts\n')
    say('last words')
    process.stdout.write('', () => process.exit(3))
  },
  vanish: () => process.exit(4),
  huge: async (_, megabytes) => {
    say('now')
    const piece = 'x'.repeat(MEGABYTE)
    process.stdout.write('{"jsonrpc":"2.0","method":"')
    for (let i = 0; i < Number(megabytes); i++)
      if (!process.stdout.write(piece)) await new Promise((resolve) => process.stdout.once('drain', resolve))
  },
  garbage: (id) => {
    process.stdout.write('Warning: this is not JSON\n[1,2]\n"text"\n\n')
    say('still here')
    write({ id, result: { stopReason: 'end_turn' } })
  },
  child: (id) => {
    const child = spawn('/bin/sh', ['-c', 'trap "" TERM; sleep 300 & wait; sleep 300'], { stdio: 'inherit' })
    say(String(child.pid))
    waiting = id
  },
  wait: (id) => {
    say('waiting')
    waiting = id
  },
  environment: (id) => {
    say(Object.keys(process.env).sort().join(' '))
    write({ id, result: { stopReason: 'end_turn' } })
  },
}

// Reads nothing more, and stays.
function fallAsleep() {
  process.stdin.pause()
  setInterval(() => undefined, HOUR_MS)
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  if (method === 'initialize') write({ id, result: { protocolVersion: 1, agentCapabilities: {} } })
  else if (method === 'session/new') {
    write({ id, result: { sessionId: 'fake' } })
    if (process.argv.includes('--deaf')) fallAsleep()
  } else if (method === 'session/cancel' && waiting !== null) {
    write({ id: waiting, result: { stopReason: 'cancelled' } })
    waiting = null
  } else if (method === 'session/prompt') {
    const [word, ...rest] = params.prompt[0].text.split(' ')
    PROMPTS[word](id, rest.join(' '))
  }
})
