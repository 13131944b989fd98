import type { PromptContent } from '@hearth/shared/session'
import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
import type { Draft, ForeignTurn, Recovered, Settlement } from '../driver.ts'
import { PROMPT_BLOCKS, RECORD_PAGE, RECORD_PAGES, TURN_RECORD } from '../limits.ts'
import { call, Refused } from './api.ts'
import { TurnMap } from './map.ts'
import { settlement } from './settle.ts'
import { type Answer, MessageRecord, TextPart } from './wire.ts'

/** A session's address in opencode. */
export type Where = { sessionID: string; directory: string }

/** opencode's own record of a session's messages, oldest first; at most `limit` of the newest. */
export async function readMessages(
  client: OpencodeClient,
  where: Where,
  limit: number,
): Promise<MessageRecord[]> {
  const all: MessageRecord[] = []
  let before: string | undefined
  for (let page = 0; page < RECORD_PAGES && all.length < limit; page++) {
    let next: string | null = null
    const data = await call('read a session', async (options) => {
      const query = { ...where, limit: RECORD_PAGE, ...(before === undefined ? {} : { before }) }
      const answer = await client.session.messages(query, options)
      next = answer.response?.headers.get('x-next-cursor') ?? null
      return answer
    })
    const messages = (Array.isArray(data) ? data : []).flatMap((value: unknown) => {
      const message = v.safeParse(MessageRecord, value)
      return message.success ? [message.output] : []
    })
    all.push(...messages)
    if (next === null || messages.length === 0) break
    before = next
  }
  return all.sort((a, b) => a.info.time.created - b.info.time.created || (a.info.id < b.info.id ? -1 : 1))
}

/** The id of a session's newest message; empty when it has none. */
export async function newestId(client: OpencodeClient, where: Where): Promise<string> {
  return (await readMessages(client, where, 1)).at(-1)?.info.id ?? ''
}

/** The messages that belong to the prompt `key`; null when opencode has no such prompt. */
export async function readTurn(
  client: OpencodeClient,
  where: Where,
  key: string,
): Promise<MessageRecord[] | null> {
  try {
    await call('read a prompt', (options) => client.session.message({ ...where, messageID: key }, options))
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null
    throw error
  }
  const messages = await readMessages(client, where, TURN_RECORD)
  const from = messages.findIndex(({ info }) => info.id === key)
  return from === -1 ? [] : messages.slice(from).filter(({ info }) => info.id === key || answers(info, key))
}

function answers(info: MessageRecord['info'], key: string): boolean {
  return info.role === 'assistant' && info.parentID === key
}

/** What the record proves about a turn. `isRunning`: opencode says that the session is busy. */
export function recovered(messages: readonly MessageRecord[] | null, isRunning: boolean): Recovered {
  if (messages === null) return { found: 'absent' }
  const drafts = draftsOf(messages)
  const last = lastAnswer(messages)
  if (isRunning || last === null || !hasEnded(last)) return { found: 'interrupted', drafts }
  return { found: 'ended', drafts, how: settlement({ answer: last.info, error: null, cancelled: false }) }
}

type AnswerRecord = { info: Answer; parts: MessageRecord['parts'] }

function lastAnswer(messages: readonly MessageRecord[]): AnswerRecord | null {
  for (const { info, parts } of messages.toReversed()) if (info.role === 'assistant') return { info, parts }
  return null
}

/**
 * An answer that ended in tool calls is followed by another one, unless a person's refusal ended the turn: then
 * the tool says so. Without that, the agent was cut short between two steps.
 */
function hasEnded({ info, parts }: AnswerRecord): boolean {
  if (info.time.completed === undefined) return false
  if (info.error !== undefined || info.finish !== 'tool-calls') return true
  return parts.some(
    (part) => part.type === 'tool' && /(?:rejected|dismissed)/i.test(JSON.stringify(part.state ?? '')),
  )
}

/** All drafts of the given messages' answers. */
function draftsOf(messages: readonly MessageRecord[]): Draft[] {
  const map = new TurnMap()
  return messages
    .filter(({ info }) => info.role === 'assistant')
    .flatMap(({ parts }) => parts.flatMap((part) => map.part(part, 'record')))
}

/** A session's history as turns: each prompt with the answers to it. */
export function turnsOf(messages: readonly MessageRecord[]): ForeignTurn[] {
  const prompts = messages.filter(({ info }) => info.role === 'user')
  return prompts.map((prompt) => {
    const own = messages.filter(({ info }) => answers(info, prompt.info.id))
    const found = recovered([prompt, ...own], false)
    const how: Settlement | { outcome: 'unknown' } =
      found.found === 'ended' ? found.how : { outcome: 'unknown' }
    return { content: contentOf(prompt), at: prompt.info.time.created, drafts: draftsOf(own), how }
  })
}

function contentOf({ parts }: MessageRecord): PromptContent {
  const blocks = parts.flatMap((part) => {
    const text = v.safeParse(TextPart, part)
    const isOwn = text.success && text.output.synthetic !== true
    return isOwn ? [{ type: 'text' as const, text: text.output.text.slice(0, MAX_PROMPT_TEXT) }] : []
  })
  return blocks.length === 0 ? [{ type: 'text', text: '' }] : blocks.slice(0, PROMPT_BLOCKS)
}
