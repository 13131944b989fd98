import type { ToolKind } from '@hearth/shared/session'
import ArrowRightLeft from 'lucide-solid/icons/arrow-right-left'
import BookOpen from 'lucide-solid/icons/book-open'
import FileInput from 'lucide-solid/icons/file-input'
import Globe from 'lucide-solid/icons/globe'
import Lightbulb from 'lucide-solid/icons/lightbulb'
import PencilLine from 'lucide-solid/icons/pencil-line'
import Search from 'lucide-solid/icons/search'
import Terminal from 'lucide-solid/icons/terminal'
import Trash from 'lucide-solid/icons/trash'
import Wrench from 'lucide-solid/icons/wrench'
import type { JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'

const ICONS: Readonly<Record<ToolKind, typeof Search>> = {
  read: BookOpen,
  edit: PencilLine,
  delete: Trash,
  move: FileInput,
  search: Search,
  execute: Terminal,
  think: Lightbulb,
  fetch: Globe,
  switch_mode: ArrowRightLeft,
  other: Wrench,
}

/** The picture of a kind of tool; its verb stands beside it. */
export const ToolIcon = (props: { readonly kind: ToolKind }): JSX.Element => (
  <Dynamic component={ICONS[props.kind]} aria-hidden="true" />
)
