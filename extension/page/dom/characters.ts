/**
 * What can't be seen and says something to a machine: tags, variation selectors in rows, zero-width and bidirectional
 * controls. Joiners and a single selector are part of how people write, and of emoji.
 */
const UNSEEN =
  /(?!\u200c|\u200d|\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?<=\p{Variation_Selector})\p{Variation_Selector}|(?<=\u200c|\u200d)(?:\u200c|\u200d)|[\u{e0100}-\u{e01ef}]/gu

/** Text of a page without characters that nobody sees; line feeds and tabs stay. */
export const seenText = (text: string): string =>
  text
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(UNSEEN, (char) => (char === '\n' || char === '\t' ? char : ''))

/** The same in one line. */
export const seenLine = (text: string): string => seenText(text).replace(/\s+/g, ' ').trim()
