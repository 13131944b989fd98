import { MAX_PROMPT_TEXT, SESSION_LIMITS } from '@hearth/shared/session'
import { sizeOf } from '../../state/attachment.ts'
import type { Typed } from '../../state/typed.ts'
import { ATTACH_LIMITS } from './limits.ts'
import { FULL } from './words.ts'

/** Whether what is typed and attached fits a prompt. */
export interface Fullness {
  /** Why it can't be sent as it is, with what to do; null where it can. */
  readonly problem: string | null
  /** That there is not much room left; null where there is, or too little. */
  readonly near: string | null
}

const MAX_IMAGES = SESSION_LIMITS.promptImages.value

/** How full a prompt is. `noImages`: the agent’s name, where it takes no pictures. */
export const fullness = ({ text, attachments }: Typed, noImages: string | null): Fullness => {
  const size = sizeOf(attachments)
  const characters = text.length + size.text
  const problem = (): string | null => {
    if (noImages !== null && size.images > 0) return FULL.noImages(noImages)
    if (size.images > MAX_IMAGES) return FULL.images(size.images)
    // Words alone that are too long have a sentence of their own.
    if (size.text > 0 && characters > MAX_PROMPT_TEXT) return FULL.text(characters)
    return size.blocks + 1 > SESSION_LIMITS.promptBlocks.value ? FULL.blocks : null
  }
  const near = (): string | null => {
    const from = ATTACH_LIMITS.nearPart.value / 100
    if (characters > from * MAX_PROMPT_TEXT) return FULL.nearText(characters)
    return size.images > from * MAX_IMAGES ? FULL.nearImages(size.images) : null
  }
  const wrong = problem()
  return { problem: wrong, near: wrong === null ? near() : null }
}
