import { Lexer, type Links, type Token, Tokenizer, type Tokens, type TokensList } from 'marked'
import { TEXT_LIMITS } from '../limits.ts'

/** Where links that are defined apart from their use lead: `[label]: https://…`. */
export type Definitions = Links

/** marked's grammar with a bounded nesting: what lies deeper is text. */
class BoundedLexer extends Lexer {
  #blocks = 0
  #inlines = 0

  override blockTokens(src: string, tokens: Token[] = [], clipped?: boolean): TokensList {
    if (this.#blocks > TEXT_LIMITS.blockDepth.value) {
      tokens.push({ type: 'paragraph', raw: src, text: src, tokens: [] } satisfies Tokens.Paragraph)
      return tokens as TokensList
    }
    this.#blocks++
    try {
      return super.blockTokens(src, tokens, clipped) as TokensList
    } finally {
      this.#blocks--
    }
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.#inlines > TEXT_LIMITS.inlineDepth.value) {
      tokens.push({ type: 'text', raw: src, text: src } satisfies Tokens.Text)
      return tokens
    }
    this.#inlines++
    try {
      return super.inlineTokens(src, tokens)
    } finally {
      this.#inlines--
    }
  }
}

/** Notes whether a label was met that nothing defines (yet). */
class NotingTokenizer extends Tokenizer {
  unresolved = false

  override reflink(src: string, links: Links): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    const token = super.reflink(src, links)
    if (token?.type === 'text') this.unresolved = true
    return token
  }
}

/** Turns Markdown into tokens: blocks first, the inside of each when it is drawn. */
export interface Grammar {
  /**
   * The blocks of `source`. Their `raw` tile it; what stands inside them is not looked at yet.
   * @param definitions those known so far; what `source` defines is added
   */
  blocks(source: string, definitions: Definitions): Token[]
  /** What stands inside a block. `unresolved` when a label was met that `definitions` lacks. */
  inline(source: string, definitions: Definitions): { tokens: Token[]; unresolved: boolean }
}

export const createGrammar = (): Grammar => {
  const tokenizer = new NotingTokenizer()
  const lexer = new BoundedLexer({ gfm: true, breaks: false, tokenizer })
  const plain = (source: string): Token[] => [
    { type: 'paragraph', raw: source, text: source, tokens: [] } satisfies Tokens.Paragraph,
  ]
  const start = (definitions: Definitions) => {
    lexer.tokens.links = definitions
    lexer.inlineQueue = []
    Object.assign(lexer.state, { inLink: false, inRawBlock: false, linkEmitted: false, top: true })
    delete lexer.state.lastToken
  }
  return {
    blocks: (source, definitions) => {
      start(definitions)
      try {
        return lexer.blockTokens(source, [])
      } catch {
        // marked gives up on what its own rules do not consume: then it is shown as it is.
        return plain(source)
      }
    },
    inline: (source, definitions) => {
      start(definitions)
      tokenizer.unresolved = false
      try {
        return { tokens: lexer.inlineTokens(source, []), unresolved: tokenizer.unresolved }
      } catch {
        return { tokens: [{ type: 'text', raw: source, text: source }], unresolved: false }
      }
    },
  }
}
