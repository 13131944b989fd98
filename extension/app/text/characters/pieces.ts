import { visible } from '@hearth/shared/session'

/** A run of text: as it stands, or the escape that stands for one hidden character. */
export interface Piece {
  readonly text: string
  readonly escape: boolean
}

/**
 * Whose text, and where: `line` and `lines` show every hidden character (commands, paths, code; `lines` keeps line
 * feeds and tabs); `prose` leaves those that living scripts and emoji need, such as joiners and wide spaces.
 */
export type Strictness = 'line' | 'lines' | 'prose'

/** What may not stay hidden even in prose: controls, direction, invisible marks and tags, lone halves. */
const HIDDEN_IN_PROSE =
  /[\p{Cs}\p{Zl}\p{Zp}\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?![\n\t])\p{Cc}/u

const shown = (text: string, strictness: Strictness): string => {
  if (strictness === 'prose') return HIDDEN_IN_PROSE.test(text) ? visible(text, { lines: true }) : text
  return visible(text, { lines: strictness === 'lines' })
}

/** Splits text into what stands as it is and what is shown by an escape, so that a typed `\u{202e}` differs from the character. */
export const pieces = (text: string, strictness: Strictness): Piece[] => {
  if (text === '') return []
  if (shown(text, strictness) === text) return [{ text, escape: false }]
  const found: Piece[] = []
  let plain = ''
  for (const char of text) {
    const seen = shown(char, strictness)
    if (seen === char) plain += char
    else {
      if (plain !== '') found.push({ text: plain, escape: false })
      plain = ''
      found.push({ text: seen, escape: true })
    }
  }
  if (plain !== '') found.push({ text: plain, escape: false })
  return found
}
