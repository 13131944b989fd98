import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { agentFolder, type Launch, type Message, RawPeer } from '@hearth/host-agent/agents/testing'

/** Longest that one prompt takes an agent's own command line. */
const COMMAND_MS = 60_000

/** Allows what an agent asks, as a person at another editor would. */
const allowed = async ({ method, params }: Message): Promise<Record<string, unknown> | undefined> => {
  if (method !== 'session/request_permission' || !Array.isArray(params?.options)) return undefined
  const option = params.options.find(({ kind }) => kind === 'allow_once')
  return { outcome: { outcome: 'selected', optionId: option?.optionId } }
}

/**
 * Has a conversation with an agent in a folder as another ACP client would, an editor for one, and leaves. Gives the
 * agent's id of it. @throws where the agent refuses something
 */
export const talkInEditor = async (
  launch: Launch,
  cwd: string,
  prompts: readonly string[],
): Promise<string> => {
  const peer = new RawPeer(launch, cwd, allowed)
  const ask = async (method: string, params: Record<string, unknown>) => {
    const { result, error } = await peer.request(method, params)
    if (error !== undefined) throw new Error(`${method}: ${error.message}`)
    return result ?? {}
  }
  try {
    await ask('initialize', { protocolVersion: 1, clientInfo: { name: 'editor', version: '1' } })
    const sessionId = String((await ask('session/new', { cwd, mcpServers: [] })).sessionId)
    for (const text of prompts) await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text }] })
    return sessionId
  } finally {
    await peer.kill()
  }
}

/** Has a conversation with Claude Code in a folder by its own command line, `claude -p`, as scripts do in terminals. */
export const talkInTerminal = async (
  launch: Launch,
  cwd: string,
  prompts: readonly string[],
): Promise<void> => {
  for (const [index, text] of prompts.entries()) {
    const goOn = index === 0 ? [] : ['--continue']
    const { env } = launch
    const running = promisify(execFile)(claudeProgram(), ['-p', ...goOn, text], {
      cwd,
      env,
      timeout: COMMAND_MS,
    })
    running.child.stdin?.end()
    await running
  }
}

/** `claude` itself, which its ACP adapter brings along for this system. */
const claudeProgram = (): string => {
  const store = join(agentFolder('claude'), '.pnpm')
  const name = `claude-agent-sdk-${process.platform}-${process.arch}`
  const folder = readdirSync(store).find((entry) => entry.startsWith(`@anthropic-ai+${name}@`))
  if (folder === undefined) throw new Error(`${name} is not installed with Claude Code`)
  return join(store, folder, 'node_modules/@anthropic-ai', name, 'claude')
}
