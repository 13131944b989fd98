import type { SessionSummary } from '@hearth/shared/protocol'
import { markdownParts, type Turn } from '@hearth/shared/session'

/** A session as a Markdown document. */
export const markdownOf = (session: SessionSummary, turns: readonly Turn[]): string =>
  [...markdownParts(session.title || session.id, turns)].join('')
