/** Everything that has no glyph of its own, changes the order of others, or passes for a plain space. */
const HIDDEN =
  /(?<!\p{Extended_Pictographic})\ufe0f|(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]/gu

const escaped = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`

/**
 * Text of strangers (agents, repositories, devices) made safe to look at: control, bidirectional, zero-width and
 * other invisible characters become visible escapes such as `\u{202e}`. With `lines`, line feeds and tabs stay.
 */
export const visible = (text: string, options: { lines?: boolean } = {}): string =>
  text.replace(HIDDEN, (char) =>
    options.lines === true && (char === '\n' || char === '\t') ? char : escaped(char),
  )
