import { type Turn, visible } from '@hearth/shared/session'
import { attachmentId, type TextAttachment } from '../../../state/attachment.ts'
import type { HostView } from '../../../state/host-view.ts'
import { SESSION_SCREEN_LIMITS } from '../limits.ts'
import type { NamedSession } from './choice.ts'
import { editableText } from './queue.ts'
import { M } from './words.ts'

const quote = (turn: Turn): string | null => {
  const said = turn.blocks.flatMap((block) => (block.type === 'message' ? [block.text.trim()] : []))
  const answer = said.filter((text) => text !== '').at(-1)
  return answer === undefined
    ? null
    : `## ${M.asked}\n\n${editableText(turn.prompt.content)}\n\n## ${M.answered}\n\n${answer}`
}

/**
 * What was asked and answered last in another session, as text to go along. Quoted, not linked: agents have no way to
 * open a session of Hearth's. Null where nothing was answered there yet.
 * @throws {HearthError} as `call` does
 */
export const quoteSession = async (host: HostView, named: NamedSession): Promise<TextAttachment | null> => {
  const limit = SESSION_SCREEN_LIMITS.quotedTurns.value
  const { turns } = await host.actions.call('history', {
    session: named.id,
    before: Number.MAX_SAFE_INTEGER,
    limit,
  })
  const quoted = turns.flatMap((turn) => quote(turn) ?? [])
  if (quoted.length === 0) return null
  const most = SESSION_SCREEN_LIMITS.quotedText.value
  const text = quoted.join('\n\n')
  // The end is what it came to.
  const cut = text.length > most ? `…${text.slice(-most)}` : text
  return { id: attachmentId(), kind: 'text', name: M.quoted(visible(named.title)), text: cut }
}
