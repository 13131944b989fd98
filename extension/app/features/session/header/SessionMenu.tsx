import type { SessionState } from '@hearth/shared/session'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { HostView } from '../../../state/host-view.ts'
import { Menu } from '../../../ui/Menu.tsx'
import { sayError } from '../../../ui/say-error.ts'
import { useToast } from '../../../ui/Toast.tsx'
import { W } from '../words.ts'
import { RenameSheet } from './RenameSheet.tsx'
import { UsageSheet } from './UsageSheet.tsx'

const PanicSheet = lazy(() => import('../../guard/PanicSheet.tsx'))

export interface SessionMenuProps {
  readonly host: HostView
  readonly session: string
  readonly state: SessionState
  onFind(): void
  onExport(): void
}

/** What else can be done with a session. */
export const SessionMenu = (props: SessionMenuProps): JSX.Element => {
  const toast = useToast()
  const [sheet, setSheet] = createSignal<'rename' | 'usage' | 'panic' | null>(null)
  const update = (change: { title?: string; archived?: boolean }) =>
    props.host.actions.call('update-session', { session: props.session, ...change })
  const archive = async (archived: boolean, undoable: boolean): Promise<void> => {
    try {
      await update({ archived })
      if (!undoable) return
      toast({
        text: W.archived,
        action: { label: W.undo, onAction: () => void archive(!archived, false) },
      })
    } catch (error) {
      toast({ text: sayError(error) })
    }
  }
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(props.session)
      toast({ text: W.copied })
    } catch {
      toast({ text: W.notCopied })
    }
  }
  return (
    <>
      <Menu
        label={W.menu}
        items={[
          { label: W.find, note: W.findKeys, onSelect: () => props.onFind() },
          { label: W.rename, parted: true, onSelect: () => setSheet('rename') },
          props.state.archived
            ? { label: W.unarchive, onSelect: () => void archive(false, false) }
            : { label: W.archive, onSelect: () => void archive(true, true) },
          { label: W.usage, parted: true, onSelect: () => setSheet('usage') },
          { label: W.export, onSelect: () => props.onExport() },
          { label: W.copyId, onSelect: () => void copy() },
          { label: W.stopAll, danger: true, parted: true, onSelect: () => setSheet('panic') },
        ]}
      />
      <RenameSheet
        open={sheet() === 'rename'}
        title={props.state.title}
        rename={async (title) => void (await update({ title }))}
        onClose={() => setSheet(null)}
      />
      <Suspense>
        <Show when={sheet() === 'panic'}>
          <PanicSheet host={props.host} onClose={() => setSheet(null)} />
        </Show>
      </Suspense>
      <UsageSheet open={sheet() === 'usage'} usage={props.state.usage} onClose={() => setSheet(null)} />
    </>
  )
}
