import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import { call, Refused } from './api.ts'
import { readFrom, type Where } from './record.ts'
import type { MessageRecord } from './wire.ts'

/** What opencode's record says of a prompt: `unanswered` when no answer takes it in. */
export type Trace = { found: 'absent' | 'unanswered' | 'answered'; messages: MessageRecord[] }

/** Looks a prompt up. Its answer, or one to a later prompt, takes it in. */
export async function trace(client: OpencodeClient, where: Where, key: string): Promise<Trace> {
  const messages = await readFrom(client, where, key)
  if (messages === null) return { found: 'absent', messages: [] }
  return { found: isAnswered(messages) ? 'answered' : 'unanswered', messages }
}

/** Whether an answer takes in the first of these messages, a prompt. */
export function isAnswered(messages: readonly MessageRecord[]): boolean {
  const prompts = new Set(messages.flatMap(({ info }) => (info.role === 'user' ? [info.id] : [])))
  return messages.some(({ info }) => info.role === 'assistant' && prompts.has(info.parentID))
}

/**
 * Takes an unanswered prompt out of opencode's history, so that no later turn answers it. False: opencode is at
 * work in the session, and may answer it yet.
 */
export async function remove(client: OpencodeClient, where: Where, key: string): Promise<boolean> {
  try {
    const message = { ...where, messageID: key }
    await call('take a prompt back', (options) => client.session.deleteMessage(message, options))
    return true
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.status === 404) return true
    if (error.status === 409) return false
    throw error
  }
}
