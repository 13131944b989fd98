import { type Accessor, createSignal } from 'solid-js'
import { type Attachment, attachmentId } from '../../state/attachment.ts'
import { useAnnounce } from '../../ui/Announcer.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { ATTACH_LIMITS } from './limits.ts'
import { A, titleOf } from './words.ts'

/** The draft that things are attached to. */
export interface AttachTo {
  readonly attachments: Accessor<readonly Attachment[]>
  attach(more: readonly Attachment[]): void
  change(id: string, to: Attachment | null): void
}

/** Ways for things to get into a draft, and out of it. */
export interface Attaching {
  /** Pictures are being made smaller. */
  readonly busy: Accessor<boolean>
  /** Why something could not be taken; null after the next try. */
  readonly problem: Accessor<string | null>
  /** Something that could be dropped is held over it. */
  readonly over: Accessor<boolean>
  files(files: readonly File[]): Promise<void>
  /** Adds what was made elsewhere, and says so. */
  add(attachments: readonly Attachment[]): void
  /** Why nothing came of a capture. */
  fail(words: string): void
  remove(attachment: Attachment): void
  readonly onPaste: (event: ClipboardEvent) => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

/** Is a pasted text too long to stand among what is typed? */
const isLong = (text: string): boolean =>
  text.length > ATTACH_LIMITS.pasteCharacters.value ||
  text.split('\n', ATTACH_LIMITS.pasteLines.value + 1).length > ATTACH_LIMITS.pasteLines.value

const nameFor = (there: readonly Attachment[]): string => {
  const taken = new Set(there.map(titleOf))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? A.pasted : `${A.pasted} ${n}`
    if (!taken.has(name)) return name
  }
}

/** `plain`: is the person pasting with Shift, as it is? */
export const createAttaching = (to: AttachTo, plain: () => boolean = () => false): Attaching => {
  const announce = useAnnounce()
  const toast = useToast()
  const [working, setWorking] = createSignal(0)
  const [problem, setProblem] = createSignal<string | null>(null)
  const [over, setOver] = createSignal(false)
  const add = (attachments: readonly Attachment[]): void => {
    if (attachments.length === 0) return
    to.attach(attachments)
    announce(A.attached(attachments.map(titleOf)))
  }
  // One after another: how much room there is depends on those before.
  let before: Promise<void> = Promise.resolve()
  const take = async (files: readonly File[]): Promise<void> => {
    const { takeFiles } = await import('./take.ts')
    const { attachments, refused } = await takeFiles(files, to.attachments())
    add(attachments)
    if (refused.length > 0) setProblem(refused.join(' '))
  }
  const files = async (list: readonly File[]): Promise<void> => {
    if (list.length === 0) return
    setProblem(null)
    setWorking(working() + 1)
    before = before.then(() => take(list)).finally(() => setWorking(working() - 1))
    await before
  }
  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
  return {
    ...{ problem, over, files, add },
    busy: () => working() > 0,
    fail: (words) => void setProblem(words),
    remove(attachment) {
      setProblem(null)
      to.change(attachment.id, null)
      const text = A.removed(titleOf(attachment))
      toast({ text, action: { label: A.undo, onAction: () => to.attach([attachment]) } })
    },
    onPaste(event) {
      const list = [...(event.clipboardData?.files ?? [])]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      // Spreadsheets and word processors put a picture of the text beside it.
      if (list.length > 0 && text === '') {
        event.preventDefault()
        void files(list)
      } else if (isLong(text) && !plain()) {
        event.preventDefault()
        add([{ id: attachmentId(), kind: 'text', name: nameFor(to.attachments()), text }])
      }
    },
    onDragOver(event) {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave(event) {
      const inside = event.relatedTarget instanceof Node && event.currentTarget instanceof Node
      if (!inside || !(event.currentTarget as Node).contains(event.relatedTarget as Node)) setOver(false)
    },
    onDrop(event) {
      setOver(false)
      if (!holdsFiles(event)) return
      event.preventDefault()
      void files([...(event.dataTransfer?.files ?? [])])
    },
  }
}
