import type { Token, Tokens } from 'marked'
import { isFenceClosed } from './fence.ts'

/** Will no line after this change the token? @param blank does an empty line stand behind it? */
export const isFinal = (token: Token, blank: boolean): boolean => {
  switch (token.type) {
    case 'heading':
    case 'hr':
      return true
    case 'paragraph':
    case 'table':
    case 'blockquote':
    case 'def':
      return blank
    case 'code':
      return (token as Tokens.Code).codeBlockStyle !== 'indented' && isFenceClosed(token.raw)
    default:
      return false
  }
}
