import type { Token, Tokens } from 'marked'
import { TEXT_LIMITS } from '../limits.ts'
import type { Definitions } from './lexer.ts'

/** What links of a text refer to, as it becomes known; the first of each name counts, and only so many. */
export interface Defined {
  readonly all: Definitions
  readonly count: number
  /** Takes in the definitions among tokens and within them. */
  take(tokens: readonly Token[]): void
}

export const createDefined = (): Defined => {
  const all = Object.create(null) as Definitions
  let count = 0
  const take = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (token.type === 'def') {
        const { tag, href, title } = token as Tokens.Def
        if (tag in all || count >= TEXT_LIMITS.definitions.value) continue
        all[tag] = { href, title }
        count++
      } else if (token.type === 'list') for (const item of (token as Tokens.List).items) take(item.tokens)
      else if (token.type === 'blockquote') take((token as Tokens.Blockquote).tokens)
    }
  }
  return {
    all,
    take,
    get count() {
      return count
    },
  }
}
