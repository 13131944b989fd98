import type { PromptContent } from '@hearth/shared/session'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { COMMAND_CALL_MS } from '../limits.ts'
import { call } from './api.ts'
import { commandOf, partsOf } from './content.ts'
import type { Where } from './record.ts'

/** A prompt under the id that opencode stores it with. */
export type Prompt = { key: string; content: PromptContent }

/** What a prompt is to be done with; what is left out is opencode's to choose. */
export type Choice = {
  model?: { providerID: string; modelID: string }
  agent?: string
  variant?: string
}

/**
 * Gives opencode a prompt; it may begin after this resolves. A slash command goes by opencode's own route, which
 * answers only when the turn has ended, and goes on when nobody waits for that.
 * @throws {Refused} opencode did not take it
 * @throws {AgentError} `agent.unresponsive`: it is not known whether it has it
 */
export async function deliver(
  client: OpencodeClient,
  where: Where,
  { key, content }: Prompt,
  { choice, commands }: { choice: Choice; commands: ReadonlySet<string> },
): Promise<void> {
  const parts = await partsOf(content, { key, directory: where.directory })
  const named = commandOf(parts, commands)
  if (named === null) {
    const prompt = { ...where, messageID: key, parts, ...choice }
    await call('take a prompt', (options) => client.session.promptAsync(prompt, options))
    return
  }
  const { model, ...others } = choice
  const command = {
    ...where,
    ...others,
    ...named,
    messageID: key,
    parts: parts.filter((part) => part.type === 'file'),
    ...(model === undefined ? {} : { model: `${model.providerID}/${model.modelID}` }),
  }
  await call('take a command', (options) => client.session.command(command, options), COMMAND_CALL_MS)
}
