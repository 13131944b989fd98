import * as v from 'valibot'
import { browser } from 'wxt/browser'
import type { Attachment } from '../../app/state/attachment.ts'
import type { Captured, CaptureFailure } from '../../app/state/pages.ts'
import { PAGE_LIMITS } from '../limits.ts'

const PREFIX = 'page.waiting.'

/** Written and read by this extension alone: what is in it was checked before. */
const Piece = v.union([
  v.object({ attachment: v.custom<Attachment>((value) => typeof value === 'object' && value !== null) }),
  v.object({ failure: v.custom<CaptureFailure>((value) => typeof value === 'object' && value !== null) }),
])
type Piece = v.InferOutput<typeof Piece>
const Pieces = v.array(Piece)

/** What waits for the panel of one window. */
export interface Waiting {
  readonly attachments: readonly Attachment[]
  /** Why the last press came to nothing. */
  readonly failure: CaptureFailure | null
}

export const NOTHING_WAITS: Waiting = { attachments: [], failure: null }

const piecesIn = (value: unknown): Piece[] => {
  const read = v.safeParse(Pieces, value)
  return read.success ? read.output : []
}

const waitingIn = (value: unknown): Waiting => {
  const pieces = piecesIn(value)
  return {
    attachments: pieces.flatMap((piece) => ('attachment' in piece ? [piece.attachment] : [])),
    failure: pieces.flatMap((piece) => ('failure' in piece ? [piece.failure] : [])).at(-1) ?? null,
  }
}

const change = async (window: number, to: (pieces: Piece[]) => Piece[]): Promise<void> => {
  const key = `${PREFIX}${window}`
  await navigator.locks.request(key, async () => {
    const before = piecesIn((await browser.storage.session.get(key))[key])
    await browser.storage.session.set({ [key]: to(before).slice(-PAGE_LIMITS.waitingPages.value) })
  })
}

/** Puts something down for the panel of a window, which may not be open yet. In memory alone: it ends with the browser. */
export const leaveFor = (window: number, captured: Captured): Promise<void> =>
  change(window, (before) => {
    const kept = before.filter((piece) => !('failure' in piece))
    return [...kept, captured.ok ? { attachment: captured.attachment } : { failure: captured.failure }]
  })

/** It is in a composer now. */
export const pickUp = (window: number, id: string): Promise<void> =>
  change(window, (before) => before.filter((piece) => !('attachment' in piece && piece.attachment.id === id)))

/** The failure was read. */
export const forgetFailure = (window: number): Promise<void> =>
  change(window, (before) => before.filter((piece) => !('failure' in piece)))

/** Tells what waits for a window, now and whenever that changes. */
export const watchWaiting = (window: number, tell: (waiting: Waiting) => void): void => {
  const key = `${PREFIX}${window}`
  browser.storage.session.onChanged.addListener((changes) => {
    if (key in changes) tell(waitingIn(changes[key]?.newValue))
  })
  void browser.storage.session.get(key).then((all) => tell(waitingIn(all[key])))
}
