import Archive from 'lucide-solid/icons/archive'
import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import CheckCheck from 'lucide-solid/icons/check-check'
import Pencil from 'lucide-solid/icons/pencil'
import { createSignal, type JSX } from 'solid-js'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { useList } from './list-context.ts'
import styles from './RowMenu.module.css'
import type { Row } from './rows.ts'
import { home as words } from './words.ts'

/** What can be done to a session besides opening it. */
export const RowMenu = (props: {
  row: Row
  title: string
  unread: boolean
  tabIndex: 0 | -1
}): JSX.Element => {
  const { act } = useList()
  // Hundreds of rows, one menu wanted: its items are made by the press that opens it.
  const [wanted, setWanted] = createSignal(false)
  const items = (): readonly MenuItem[] => {
    const { row, unread } = props
    const { archived } = row.session
    return [
      { label: words.rename, icon: <Pencil />, onSelect: () => act.rename(row) },
      ...(unread ? [{ label: words.markRead, icon: <CheckCheck />, onSelect: () => act.markRead(row) }] : []),
      archived
        ? { label: words.restore, icon: <ArchiveRestore />, onSelect: () => act.archive(row, false) }
        : { label: words.archive, icon: <Archive />, onSelect: () => act.archive(row, true) },
    ]
  }
  return (
    <div class={styles.menu} on:click={{ handleEvent: () => setWanted(true), capture: true }}>
      <Menu label={words.menu(props.title)} items={wanted() ? items() : []} tabIndex={props.tabIndex} />
    </div>
  )
}
