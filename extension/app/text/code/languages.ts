import type { LanguageRegistration } from 'shiki/core'

type Load = () => Promise<{ default: LanguageRegistration[] }>

/** The languages that are coloured, each a chunk of its own that is fetched when a block first names it. */
const GRAMMARS = {
  bash: () => import('shiki/langs/bash.mjs'),
  c: () => import('shiki/langs/c.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
} as const satisfies Record<string, Load>

export type Language = keyof typeof GRAMMARS

/** Other names that fences use. */
const ALIASES = new Map<string, Language>([
  ['sh', 'bash'],
  ['shell', 'bash'],
  ['zsh', 'bash'],
  ['console', 'bash'],
  ['h', 'c'],
  ['scss', 'css'],
  ['patch', 'diff'],
  ['golang', 'go'],
  ['xml', 'html'],
  ['vue', 'html'],
  ['js', 'javascript'],
  ['mjs', 'javascript'],
  ['cjs', 'javascript'],
  ['jsonc', 'json'],
  ['json5', 'json'],
  ['py', 'python'],
  ['rs', 'rust'],
  ['jsx', 'tsx'],
  ['ts', 'typescript'],
  ['mts', 'typescript'],
  ['yml', 'yaml'],
])

const isLanguage = (name: string): name is Language => Object.hasOwn(GRAMMARS, name)

/** The language that a fence names, if it is one that is coloured. */
export const languageNamed = (name: string): Language | null =>
  isLanguage(name) ? name : (ALIASES.get(name) ?? null)

export const loadGrammar = async (language: Language): Promise<LanguageRegistration[]> =>
  (await GRAMMARS[language]()).default
