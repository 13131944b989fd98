import { HearthError } from '@hearth/shared/protocol'
import { attachmentId, type FileAttachment, fileUri } from '../../../state/attachment.ts'
import type { HostView } from '../../../state/host-view.ts'
import type { Pages } from '../../../state/pages.ts'
import type { Attaching } from '../../attach/use-attaching.ts'
import type { Choice } from './choice.ts'
import type { Draft } from './draft.ts'
import { quoteSession } from './quote-session.ts'
import type { Trigger } from './trigger.ts'
import { M } from './words.ts'

export interface PickParts {
  readonly host: HostView
  readonly draft: Draft
  readonly attaching: Attaching
  readonly pages: Pages | null
  /** The folder in which the session works. */
  root(): string
  /** Puts the caret where typing goes on. */
  caret(at: number): void
  announce(words: string): void
}

/** Puts `words` in the place of what was being typed. */
const replace = ({ draft, caret }: PickParts, { from, to }: Trigger, words: string): void => {
  const text = draft.text()
  const after = text.slice(to)
  const gap = words === '' || /^\s/.test(after) ? '' : ' '
  draft.set(`${text.slice(0, from)}${words}${gap}${after}`)
  caret(from + words.length + (words === '' ? 0 : 1))
}

const nameFile = (parts: PickParts, path: string): void => {
  const uri = fileUri(parts.root(), path)
  const known = parts.draft.attachments().some((one) => one.kind === 'file' && one.uri === uri)
  const file: FileAttachment = { id: attachmentId(), kind: 'file', path, uri }
  if (!known) parts.attaching.add([file])
}

const quote = async (parts: PickParts, session: Extract<Choice, { kind: 'session' }>['session']) => {
  parts.announce(M.reading(session.title))
  try {
    const quoted = await quoteSession(parts.host, session)
    if (quoted === null) parts.attaching.fail(M.nothingSaid(session.title))
    else parts.attaching.add([quoted])
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    parts.attaching.fail(`${M.notQuoted(session.title)} ${error.message}`)
  }
}

const captureTab = async ({ pages, attaching }: PickParts, tab: number): Promise<void> => {
  const captured = await pages?.capture('page', tab)
  if (captured?.ok === true) attaching.add([captured.attachment])
  else if (captured !== undefined && captured.failure.why !== 'cancelled')
    attaching.fail(captured.failure.words)
}

/** Does what choosing a line means. Within the person’s press, since the browser may ask something. */
export const pickChoice = (parts: PickParts, choice: Choice, trigger: Trigger): void => {
  switch (choice.kind) {
    case 'command':
      return replace(parts, trigger, `/${choice.command.name}`)
    case 'own':
      replace(parts, trigger, '')
      return choice.own.run()
    case 'file':
      nameFile(parts, choice.path)
      return replace(parts, trigger, `@${choice.path}`)
    case 'tab':
      void captureTab(parts, choice.tab.id)
      return replace(parts, trigger, '')
    case 'tabs':
      return void parts.pages?.allowTabs()
    case 'session':
      replace(parts, trigger, '')
      return void quote(parts, choice.session)
  }
}
