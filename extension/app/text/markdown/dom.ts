/** Every element that Markdown may become. There is no way from text to any other. */
export type Tag =
  | 'a'
  | 'blockquote'
  | 'br'
  | 'button'
  | 'code'
  | 'del'
  | 'div'
  | 'em'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'input'
  | 'li'
  | 'ol'
  | 'p'
  | 'pre'
  | 'span'
  | 'strong'
  | 'table'
  | 'tbody'
  | 'td'
  | 'th'
  | 'thead'
  | 'tr'
  | 'ul'

/** An element with a class of ours. */
export const element = <T extends Tag>(tag: T, className?: string): HTMLElementTagNameMap[T] => {
  const made = document.createElement(tag)
  if (className !== undefined) made.className = className
  return made
}
