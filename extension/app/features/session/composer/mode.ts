import { MAX_PROMPT_TEXT } from '@hearth/shared/session'
import type { Typed } from '../../../state/typed.ts'

/** What the composer's main button does. */
export type ComposerAction = 'send' | 'queue'

export interface ComposerMode {
  readonly action: ComposerAction
  /** May it be pressed? */
  readonly ready: boolean
  /** By how many characters the text is too long; 0 when it fits. */
  readonly over: number
}

/**
 * The composer by what is typed and attached, and whether a turn goes on. `busy`: an earlier press is not through yet.
 * `blocked`: what is attached can't go as it is.
 */
export const composerMode = (
  { text, attachments }: Typed,
  running: boolean,
  busy: boolean,
  blocked = false,
): ComposerMode => {
  const over = Math.max(0, text.length - MAX_PROMPT_TEXT)
  return {
    action: running ? 'queue' : 'send',
    ready: !busy && !blocked && over === 0 && (text.trim() !== '' || attachments.length > 0),
    over,
  }
}

/** The parts of a key press that matter here. */
export interface Press {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey?: boolean
  readonly isComposing: boolean
  readonly keyCode: number
}

/** Key code of a press that an input method still works on; some browsers report it in place of `isComposing`. */
const IME_KEY_CODE = 229

const isPlainEnter = (press: Press): boolean =>
  press.key === 'Enter' && !press.shiftKey && !press.isComposing && press.keyCode !== IME_KEY_CODE

/** Does the press steer? Alt+Enter does, also on a keyboard beside a touch screen. */
export const isSteerPress = (press: Press): boolean => isPlainEnter(press) && press.altKey === true

/** Does the press send? Enter does, unless it ends an input method's word, or on a touch screen, where it is a line. */
export const isSendPress = (press: Press, touch: boolean): boolean =>
  isPlainEnter(press) && !touch && press.altKey !== true
