import { createOpencodeClient } from '@opencode-ai/sdk/v2/client'
import { READY_TIMEOUT_MS } from '../limits.ts'
import { offlineEnvironment } from '../opencode/offline.ts'
import { startServer } from '../opencode/server.ts'
import { programOf } from '../testing/real/installed.ts'
import type { Place, Side } from './side.ts'

/** opencode driven by its own SDK, with nothing around it. */
export async function sdkOpencodeSide({ home, hearthHome, repo, modelUrl }: Place): Promise<Side> {
  const server = await startServer({
    program: programOf('opencode'),
    cwd: repo,
    environment: offlineEnvironment({ home, modelUrl, path: process.env.PATH ?? '' }),
    note: (pid) => `${hearthHome}/${pid}`,
    readyTimeoutMs: READY_TIMEOUT_MS,
  })
  const headers = { authorization: server.authorization }
  const client = createOpencodeClient({ baseUrl: server.url, headers, directory: repo })
  const ending = new AbortController()
  const { stream } = await client.global.event({ signal: ending.signal })
  const { data } = await client.session.create({ directory: repo, title: 'bench' })
  const sessionID = data?.id ?? ''
  let onText: (text: string) => void = () => undefined
  let idle: () => void = () => undefined
  const listen = async () => {
    for await (const { payload } of stream) {
      if (payload.type === 'message.part.delta' && payload.properties.sessionID === sessionID)
        onText(payload.properties.delta)
      if (payload.type === 'session.idle' && payload.properties.sessionID === sessionID) idle()
    }
  }
  const listening = listen().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  return {
    turn: async (prompt, told) => {
      onText = told
      const over = new Promise<void>((resolve) => {
        idle = resolve
      })
      await client.session.promptAsync({
        sessionID,
        directory: repo,
        parts: [{ type: 'text', text: prompt }],
      })
      await over
    },
    close: async () => {
      ending.abort()
      await listening
      await server.stop()
    },
  }
}
