import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable, Writable } from 'node:stream'
import { client, ndJsonStream } from '@agentclientprotocol/sdk'
import { launchOf } from './launch.ts'
import type { Place, Side } from './side.ts'

/** The same agent driven by ACP's own SDK, with nothing around it. */
export async function sdkAcpSide(place: Place): Promise<Side> {
  const { command, args, env } = launchOf(place)
  const child = spawn(command, args, {
    cwd: place.repo,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  let onText: (text: string) => void = () => undefined
  const connection = client({ name: 'bench' })
    .onNotification('session/update', ({ params: { update } }) => {
      if (update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text')
        onText(update.content.text)
    })
    .connect(
      ndJsonStream(
        Writable.toWeb(child.stdin),
        // Node's own type of a web stream is another one than the platform's.
        Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
      ),
    )
  const { agent } = connection
  await agent.request('initialize', { protocolVersion: 1, clientCapabilities: {} })
  const { sessionId } = await agent.request('session/new', { cwd: place.repo, mcpServers: [] })
  // As our driver does: in another mode Codex works differently.
  if (place.agent === 'codex') await agent.request('session/set_mode', { sessionId, modeId: 'read-only' })
  return {
    turn: async (prompt, told) => {
      onText = told
      await agent.request('session/prompt', { sessionId, prompt: [{ type: 'text', text: prompt }] })
    },
    close: async () => {
      connection.close()
      const ended = once(child, 'exit')
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}
