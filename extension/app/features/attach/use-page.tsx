import Crosshair from 'lucide-solid/icons/crosshair'
import FileText from 'lucide-solid/icons/file-text'
import Scan from 'lucide-solid/icons/scan'
import TextSelect from 'lucide-solid/icons/square-dashed-text'
import { type Accessor, createEffect, type JSX } from 'solid-js'
import { useServices } from '../../services.ts'
import type { Capture } from '../../state/pages.ts'
import type { MenuItem } from '../../ui/Menu.tsx'
import type { Attaching } from './use-attaching.ts'
import { PAGE } from './words.ts'

const ICONS: Readonly<Record<Capture, () => JSX.Element>> = {
  selection: () => <TextSelect />,
  page: () => <FileText />,
  screenshot: () => <Scan />,
  element: () => <Crosshair />,
}

/**
 * What can be taken from the page beside the panel, as things to choose; none where there is no page. What was taken by
 * the browser's own menu or a key goes into this draft, and `onTaken` is told.
 */
export const usePage = (attaching: Attaching, onTaken: () => void): Accessor<readonly MenuItem[]> => {
  const { pages } = useServices()
  if (pages === null) return () => []
  createEffect(() => {
    const waiting = pages.waiting()
    if (waiting.length === 0) return
    for (const { id } of waiting) pages.take(id)
    attaching.add(waiting)
    onTaken()
  })
  const capture = async (what: Capture): Promise<void> => {
    const captured = await pages.capture(what, null)
    if (captured.ok) {
      attaching.add([captured.attachment])
      onTaken()
    } else if (captured.failure.why !== 'cancelled') attaching.fail(captured.failure.words)
  }
  const all: readonly Capture[] = ['page', 'selection', 'screenshot', 'element']
  return () =>
    all.map((what) => ({ label: PAGE[what], icon: ICONS[what](), onSelect: () => void capture(what) }))
}
