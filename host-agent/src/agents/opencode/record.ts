import { ContentBlock, MAX_PROMPT_TEXT, PromptContent, SESSION_LIMITS } from '@hearth/shared/session'
import type { OpencodeClient } from '@opencode-ai/sdk/v2/client'
import * as v from 'valibot'
import type { Draft, ForeignTurn, Recovered, Settlement } from '../driver.ts'
import { PROMPT_BLOCKS, RECORD_PAGE, RECORD_PAGES, SAME_RUN_MS, TURN_RECORD } from '../limits.ts'
import { call, Refused } from './api.ts'
import { TurnMap } from './map.ts'
import { settlement } from './settle.ts'
import { type Answer, FilePart, MessageRecord, TextPart } from './wire.ts'

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

/** The prompt `key` and all that came after it; null when opencode has no such prompt. */
export async function readFrom(
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
  return from === -1 ? [] : messages.slice(from)
}

/**
 * What belongs to the run of the first of these messages, a prompt: the answers to it, and those to prompts that
 * were given before the answer so far had ended.
 */
function runOf(messages: readonly MessageRecord[]): MessageRecord[] {
  const prompts = new Set<string>()
  let last: Answer | null = null
  return messages.filter(({ info }) => {
    if (info.role === 'assistant') {
      if (!prompts.has(info.parentID)) return false
      last = info
      return true
    }
    const end = last === null ? info.time.created : (last.time.completed ?? Number.NEGATIVE_INFINITY)
    const isIn = info.time.created <= end + SAME_RUN_MS
    if (isIn) prompts.add(info.id)
    return isIn
  })
}

function answers(info: MessageRecord['info'], key: string): boolean {
  return info.role === 'assistant' && info.parentID === key
}

/**
 * What the record proves about the first of these messages, a prompt, with all that came after it. `isRunning`:
 * opencode says that the session is busy. A prompt that is stored and that nothing answered was not acted on.
 */
export function recovered(messages: readonly MessageRecord[] | null, isRunning: boolean): Recovered {
  if (messages === null) return { found: 'absent' }
  const run = runOf(messages)
  const drafts = draftsOf(run)
  const last = lastAnswer(run)
  if (last === null && !isRunning) return messages.length === 0 ? INTERRUPTED : { found: 'absent' }
  if (isRunning || last === null || !hasEnded(last)) return { found: 'interrupted', drafts }
  return { found: 'ended', drafts, how: settlement({ answer: last.info, error: null, cancelled: false }) }
}

/** It is there, but too far back to be read. */
const INTERRUPTED: Recovered = { found: 'interrupted', drafts: [] }

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
  const blocks = parts.flatMap((part): ContentBlock[] => {
    const text = v.safeParse(TextPart, part)
    const isOwn = text.success && text.output.synthetic !== true
    if (isOwn) return [{ type: 'text', text: text.output.text.slice(0, MAX_PROMPT_TEXT) }]
    const file = v.safeParse(FilePart, part)
    return file.success ? [blockOf(file.output)] : []
  })
  const content = v.safeParse(PromptContent, blocks.slice(0, PROMPT_BLOCKS))
  return content.success ? content.output : [{ type: 'text', text: '' }]
}

/** A picture as it is, where the contract takes it; anything else by its name. */
function blockOf({ mime, filename, url }: FilePart): ContentBlock {
  const image = v.safeParse(ContentBlock, {
    type: 'image',
    mimeType: mime,
    data: /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1],
  })
  if (image.success) return image.output
  const uri = url.startsWith('data:') ? filename : url
  return {
    type: 'resource_link',
    uri: uri.slice(0, SESSION_LIMITS.promptReference.value),
    name: filename.slice(0, SESSION_LIMITS.promptReference.value),
  }
}
