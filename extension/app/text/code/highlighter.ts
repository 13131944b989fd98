import { createCssVariablesTheme, createHighlighterCoreSync, type GrammarState } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'
import { TEXT_LIMITS } from '../limits.ts'
import { type Language, loadGrammar } from './languages.ts'

/** A run of characters and what it is: `keyword`, `string`, …; empty for plain text. */
export interface Run {
  readonly text: string
  readonly role: string
}

const NAME = 'hearth'
const VARIABLE = /--code-token-([a-z-]+)/

/** Grammars run on the JavaScript engine: no WebAssembly, which the extension's policy does not allow. */
const highlighter = createHighlighterCoreSync({
  themes: [createCssVariablesTheme({ name: NAME, variablePrefix: '--code-', fontStyle: false })],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
})

/** Reads code some lines at a time; each call goes on where the last one ended. */
export type Reader = (lines: string) => Run[][]

/** @returns a reader of one block of code in that language */
export const createReader = async (language: Language): Promise<Reader> => {
  if (!highlighter.getLoadedLanguages().includes(language))
    highlighter.loadLanguageSync(await loadGrammar(language))
  let state: GrammarState | undefined
  return (lines) => {
    const options = {
      lang: language,
      theme: NAME,
      tokenizeMaxLineLength: TEXT_LIMITS.highlightLine.value,
      // A line given up half-way would leave all that follow in the wrong state; its length is bounded instead.
      tokenizeTimeLimit: 0,
      ...(state === undefined ? {} : { grammarState: state }),
    }
    const read = highlighter.codeToTokensBase(lines, options)
    state = highlighter.getLastGrammarState(read)
    return read.map((line) =>
      line.map(({ content, color }) => ({ text: content, role: VARIABLE.exec(color ?? '')?.[1] ?? '' })),
    )
  }
}
