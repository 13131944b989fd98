import { type Accessor, createMemo, createSignal } from 'solid-js'
import { useServices } from '../../../services.ts'
import type { HostView } from '../../../state/host-view.ts'
import { useAnnounce } from '../../../ui/Announcer.tsx'
import type { Attaching } from '../../attach/use-attaching.ts'
import type { ChosenAgent } from '../agents/chosen.ts'
import { useTranscript } from '../transcript/context.ts'
import type { OwnCommand } from './choice.ts'
import { commandGroups } from './commands.ts'
import { type Completer, createCompleter, createTyping } from './completer.ts'
import type { Draft } from './draft.ts'
import { createFileFinder } from './find-files.ts'
import { mentionGroups } from './mentions.ts'
import { pickChoice } from './pick.ts'

/** The list of the composer, with what it knows of this session. */
export interface FieldCompleter {
  readonly completer: Completer
  /** The field whose caret counts. */
  field(element: HTMLTextAreaElement): void
  /** The caret may have moved. */
  moved(): void
}

export const useCompleter = (parts: {
  readonly host: HostView
  readonly session: string
  readonly draft: Draft
  readonly chosen: ChosenAgent
  readonly attaching: Attaching
  readonly owns: Accessor<readonly OwnCommand[]>
}): FieldCompleter => {
  const { pages } = useServices()
  const { root } = useTranscript()
  const announce = useAnnounce()
  const { host, session, draft, attaching } = parts
  const [caret, setCaret] = createSignal(0)
  const typing = createTyping(draft.text, caret)
  const mention = createMemo(() => {
    const now = typing.trigger()
    return now?.kind === 'mention' ? now.query : null
  })
  const files = createFileFinder(host, session, mention)
  let element: HTMLTextAreaElement | undefined
  const moved = (): void => void setCaret(element?.selectionStart ?? draft.text().length)
  const goTo = (at: number): void => {
    setCaret(at)
    queueMicrotask(() => element?.setSelectionRange(at, at))
  }
  const completer = createCompleter({
    typing,
    groups: ({ kind, query }) =>
      kind === 'command'
        ? commandGroups(parts.chosen.view()?.commands ?? [], parts.owns(), query)
        : mentionGroups({ host, session, pages, files: files() }, query),
    onPick: (choice, trigger) =>
      pickChoice({ host, draft, attaching, pages, root, caret: goTo, announce }, choice, trigger),
  })
  return {
    completer,
    field: (field) => {
      element = field
    },
    moved,
  }
}
