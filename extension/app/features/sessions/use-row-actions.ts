import type { CallArgs } from '@hearth/shared/link'
import { type Accessor, createSignal } from 'solid-js'
import { hostName } from '../../state/host-view.ts'
import { useToast } from '../../ui/Toast.tsx'
import { type Failure, failureOf } from './failure.ts'
import { CHANGE_MS } from './limits.ts'
import type { RowActions } from './list-context.ts'
import type { Memory } from './memory.ts'
import type { Row } from './rows.ts'
import type { Home } from './use-home.ts'
import { home as texts, change as words } from './words.ts'

export interface ListActions extends RowActions {
  /** The row that is being renamed. */
  renaming: Accessor<Row | null>
  /** Gives a session its new title; null when the host has taken it. */
  saveTitle(row: Row, title: string): Promise<Failure | null>
  endRename(): void
}

/** What can be done to sessions from the list. Nothing shows as done before the host has said so. */
export const createRowActions = (home: Home, memory: Memory): ListActions => {
  const toast = useToast()
  const [renaming, setRenaming] = createSignal<Row | null>(null)
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set())

  const update = async (
    row: Row,
    wish: Omit<CallArgs<'update-session'>, 'session'>,
  ): Promise<Failure | null> => {
    const host = home.host(row.host)
    if (host === undefined) return null
    const { id: session, seq } = row.session
    const wasRead = !home.unread(row)
    const { choice } = memory.seen(row.host, session) ?? { choice: false }
    try {
      await host.actions.call('update-session', { session, ...wish }, CHANGE_MS)
      // The change is an event of the session's log: what was read stays read.
      if (wasRead) memory.see(row.host, session, { seq: seq + 1, choice })
      return null
    } catch (error) {
      return failureOf(error, hostName(host), 'change')
    }
  }
  const archive = async (row: Row, archived: boolean): Promise<void> => {
    if (busy().has(row.key)) return
    setBusy(new Set([...busy(), row.key]))
    const failure = await update(row, { archived })
    setBusy(new Set([...busy()].filter((key) => key !== row.key)))
    const repeat = (label: string, wish: boolean) => ({
      label,
      onAction: () => void archive(home.row(row.key) ?? row, wish),
    })
    if (failure !== null)
      toast({ text: `${failure.what} ${failure.todo}`, action: repeat(texts.retry, archived) })
    else if (archived) toast({ text: words.archived(row.session.title), action: repeat(texts.undo, false) })
    else toast({ text: words.restored(row.session.title) })
  }
  return {
    renaming,
    endRename: () => void setRenaming(null),
    rename: (row) => void setRenaming(row),
    saveTitle: async (row, title) => (title === row.session.title ? null : update(row, { title })),
    archive: (row, archived) => void archive(row, archived),
    markRead: ({ host, session }) => memory.see(host, session.id, { seq: session.seq, choice: false }),
    isBusy: (key) => busy().has(key),
  }
}
