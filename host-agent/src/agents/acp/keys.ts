import { createHash, randomBytes } from 'node:crypto'
import type { PromptContent } from '@hearth/shared/session'

/**
 * ACP gives a prompt no id of ours. A key says instead where the prompt will stand in the agent's record: after how
 * many prompts, and after which one. Both must fit before a prompt is taken for found.
 */
export type Place = { ordinal: number; before: string }

/** A fresh key for the prompt at `place`; null where the record's length is not known. */
export function mintKey(place: Place | null): string {
  const nonce = randomBytes(9).toString('base64url')
  return place === null ? `acp.x.x.${nonce}` : `acp.${place.ordinal}.${place.before}.${nonce}`
}

/** A key for a prompt that is to join a running turn: it says of itself that its place can't be known. */
export function mintJoinKey(): string {
  return `${JOIN}${randomBytes(9).toString('base64url')}`
}

export const isJoinKey = (key: string): boolean => key.startsWith(JOIN)

const JOIN = 'acp.j.'

/** Where a key's prompt stands; null where it does not say. */
export function placeOf(key: string): Place | null {
  const [, ordinal, before] = /^acp\.(\d{1,9})\.([\w-]*)\.[\w-]+$/.exec(key) ?? []
  return ordinal === undefined || before === undefined ? null : { ordinal: Number(ordinal), before }
}

/** A prompt's words, as agents give them back: white space may differ. */
export function fingerprint(content: PromptContent): string {
  const words = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('')
  return fingerprintOf(words)
}

export function fingerprintOf(words: string): string {
  return createHash('sha256').update(words.replace(/\s+/g, '')).digest('base64url').slice(0, 11)
}
