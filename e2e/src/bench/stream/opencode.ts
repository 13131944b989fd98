import { readFileSync } from 'node:fs'
import type { World } from '../../world/world.ts'

/** opencode's own server, as a client without anything in between sees it: the baseline. */
export interface Direct {
  /** Called with each piece of text, of whatever session. */
  onText(handler: (session: string, text: string) => void): void
  /** Makes a session in a folder. */
  newSession(directory: string): Promise<string>
  prompt(session: string, text: string): Promise<void>
  /** Resolves when the session's next turn has ended. */
  idle(session: string): Promise<void>
  close(): void
}

/** Connects to the server that the world's host agent runs, with the password from that process's environment. */
export const openDirect = async (world: World): Promise<Direct> => {
  const { pid, command } = await world.opencode()
  const port = /--port (\d+)/.exec(command)?.[1]
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split(String.fromCharCode(0))
  const password = environment.find((line) => line.startsWith('OPENCODE_SERVER_PASSWORD='))?.split('=')[1]
  const headers = {
    authorization: `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`,
    'content-type': 'application/json',
  }
  const url = `http://127.0.0.1:${port}`
  const ending = new AbortController()
  let onText: (session: string, text: string) => void = () => undefined
  const idling = new Map<string, () => void>()

  const heed = (line: string): void => {
    const { payload } = JSON.parse(line) as { payload: { type: string; properties: Record<string, string> } }
    const { sessionID = '', delta = '' } = payload.properties ?? {}
    if (payload.type === 'message.part.delta') onText(sessionID, delta)
    if (payload.type === 'session.idle') idling.get(sessionID)?.()
  }
  const stream = await fetch(`${url}/global/event`, { headers, signal: ending.signal })
  const read = async () => {
    let rest = ''
    for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) heed(line.slice(6))
    }
  }
  read().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })

  const post = async (path: string, body: unknown): Promise<Response> => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`opencode answered ${answer.status} to ${path}`)
    return answer
  }
  return {
    onText: (handler) => {
      onText = handler
    },
    newSession: async (directory) => {
      const answer = await post(`/session?directory=${encodeURIComponent(directory)}`, {})
      return ((await answer.json()) as { id: string }).id
    },
    prompt: async (session, text) => {
      await post(`/session/${session}/prompt_async`, { parts: [{ type: 'text', text }] })
    },
    idle: (session) => new Promise((resolve) => idling.set(session, resolve)),
    close: () => ending.abort(),
  }
}
