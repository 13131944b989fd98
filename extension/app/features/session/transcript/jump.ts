import type { VirtualizerHandle } from 'virtua/solid'

/** Room above a row that was jumped to, px: what is before it shows that there is something. */
export const ABOVE_PX = 12
/** Frames in which a jump is put right while rows that were not drawn before get their heights. */
const FRAMES = 20
/** Frames alike after which all that is in sight has its height. */
const SAME = 3

/** What a jump moves. */
export interface Jumping {
  readonly scroller: HTMLElement
  readonly list: Pick<VirtualizerHandle, 'getItemOffset'>
  /** Height of what stands above the list, px. */
  readonly startPx: number
  /** Is it still what is wanted? */
  still(): boolean
}

/** Puts row `index` to the top of what is seen, and keeps it there while heights are measured. */
export const jumpTo = (index: number, { scroller, list, startPx, still }: Jumping): void => {
  let last = Number.NaN
  let same = 0
  const step = (left: number): void => {
    if (!still()) return
    const wanted = Math.max(0, startPx + list.getItemOffset(index) - ABOVE_PX)
    same = wanted === last ? same + 1 : 0
    last = wanted
    scroller.scrollTop = wanted
    if (left > 0 && same < SAME) requestAnimationFrame(() => step(left - 1))
  }
  step(FRAMES)
}
