import Crosshair from 'lucide-solid/icons/crosshair'
import FileText from 'lucide-solid/icons/file-text'
import Scan from 'lucide-solid/icons/scan'
import TextSelect from 'lucide-solid/icons/square-dashed-text'
import { type Accessor, createEffect, createSignal, type JSX, onCleanup } from 'solid-js'
import { useServices } from '../../services.ts'
import type { Capture, CaptureFailure } from '../../state/pages.ts'
import type { MenuItem } from '../../ui/Menu.tsx'
import { useToast } from '../../ui/Toast.tsx'
import type { Attaching } from './use-attaching.ts'
import { PAGE } from './words.ts'

const ICONS: Readonly<Record<Capture, () => JSX.Element>> = {
  selection: () => <TextSelect />,
  page: () => <FileText />,
  screenshot: () => <Scan />,
  element: () => <Crosshair />,
}

/** The page beside the panel, as something to attach. */
export interface PageBeside {
  /** What can be taken from it, as things to choose; none where there is no page. */
  readonly items: Accessor<readonly MenuItem[]>
  /** The person is to press something in the page. */
  readonly picking: Accessor<boolean>
  cancel(): void
}

const NOWHERE: PageBeside = { items: () => [], picking: () => false, cancel: () => undefined }

/**
 * Takes from the page beside the panel. What was taken by the browser's own menu or a key goes into this draft as well,
 * and `onTaken` is told.
 */
export const usePage = (attaching: Attaching, onTaken: () => void): PageBeside => {
  const { pages } = useServices()
  const toast = useToast()
  const [picking, setPicking] = createSignal(false)
  if (pages === null) return NOWHERE
  createEffect(() => {
    const waiting = pages.waiting()
    if (waiting.length === 0) return
    for (const { id } of waiting) pages.take(id)
    attaching.add(waiting)
    onTaken()
  })
  const fail = ({ why, words, site }: CaptureFailure): void => {
    if (why === 'cancelled') return
    if (site === undefined) return attaching.fail(words)
    const onAction = (): void => pages.switchSite(site, false)
    toast({ text: words, stays: true, action: { label: PAGE.switchOn, onAction } })
  }
  const capture = async (what: Capture): Promise<void> => {
    setPicking(what === 'element')
    const captured = await pages.capture(what, null)
    setPicking(false)
    if (!captured.ok) return fail(captured.failure)
    attaching.add([captured.attachment])
    onTaken()
  }
  onCleanup(() => picking() && pages.cancel())
  const all: readonly Capture[] = ['page', 'selection', 'screenshot', 'element']
  return {
    items: () =>
      all.map((what) => ({ label: PAGE[what], icon: ICONS[what](), onSelect: () => void capture(what) })),
    picking,
    cancel: () => pages.cancel(),
  }
}
