import { anyOf, oneOf, some, type Test, type Words, when } from './risk-words.ts'

/** Programs that run what they are given on standard input or as a file, whatever their version. */
const RUNNERS =
  /^(r?bash|sh|r?zsh|dash|ash|ksh(93)?|[ml]ksh|pdksh|oksh|yash|posh|t?csh|fish|nu|xonsh|elvish|osh|ysh|busybox|python[\d.]*|pypy[\d.]*|ipython\d*|node|nodejs|tsx|ts-node|deno|bun|perl[\d.]*|ruby[\d.]*|irb|php[\d.]*|lua[\d.]*|luajit|tclsh[\d.]*|osascript|pwsh|powershell|r|rscript|julia|groovy|scala|swift|source|\.)$/

/** Does this program run text or files as code? `name`: without its path, in lower case. */
export const runsCode = (name: string): boolean => RUNNERS.test(name)

/** How each is given code on the spot. Shells are not here: what they are given is read. */
const INLINE: readonly (readonly [RegExp, (words: Words) => boolean])[] = [
  [/^(python|pypy|ipython)/, (words) => some(words, (word) => /^-[a-zA-Z]*c/.test(word))],
  [
    /^(node|nodejs|tsx|ts-node|bun)$/,
    (words) => some(words, (word) => /^(-[a-z]*[ep]|--(eval|print)(=|$))/.test(word)),
  ],
  [/^deno$/, oneOf('eval')],
  [/^perl/, (words) => some(words, (word) => /^-[a-zA-Z]*[eE]/.test(word))],
  [/^ruby/, (words) => some(words, (word) => /^-[a-zA-HJ-QS-Zs-z]*e/.test(word))],
  [/^php/, (words) => some(words, (word) => /^-[a-z]*[rBRE]/.test(word))],
  [
    /^(lua|luajit|julia|groovy|scala|osascript|rscript|r$)/,
    (words) => some(words, (word) => /^-[a-z]*[eE]/.test(word)),
  ],
  // Shells of another grammar.
  [
    /^(t?csh|nu|xonsh|elvish|ysh)$/,
    (words) => some(words, (word) => /^(-[a-zA-Z]*[ce]|--(com|exe))/.test(word)),
  ],
  [/^(pwsh|powershell)$/, (words) => some(words, (word) => /^-(c|e)/i.test(word))],
]

/** Is code for this program among its words? */
export const hasInlineCode = (name: string, words: Words): boolean =>
  INLINE.some(([who, test]) => who.test(name) && test(words))

const others = (test: (words: Words) => boolean): Test => when(test, 'Makes it run another program')
const options =
  (pattern: RegExp) =>
  (words: Words): boolean =>
    some(words, (word) => pattern.test(word))

const PACKERS = new Set(['gzip', 'pigz', 'bzip2', 'pbzip2', 'lbzip2', 'xz', 'pixz', 'zstd', 'zstdmt', 'lz4'])
const unpacksOddly = (words: Words): boolean =>
  words.some((word, at) => {
    if (word === '-I' || word === '--use-compress-program') return !PACKERS.has(words[at + 1] ?? '')
    return word !== null && /^--use[a-z-]*=/.test(word) && !PACKERS.has(word.slice(word.indexOf('=') + 1))
  })

/** sed's command `e`, and the flag `e` of its `s`. */
const runsInSed = (script: string): boolean => {
  if (!script.startsWith('s')) return /(^|[;{}\d$])\s*e(\s|$)|^\/[^/]*\/\s*e(\s|$)/.test(script)
  return /^[a-z\d]*e/i.test(script.slice(script.lastIndexOf(script[1] ?? '') + 1))
}

const editor = others(options(/^(-c|-S|-s|-e|--cmd|--eval|-l|--load|\+)/))

/** Programs with options or little languages through which they run others. */
export const RUNS_OTHERS: readonly (readonly [string, Test])[] = [
  ['tar', anyOf(others(unpacksOddly), others(options(/^--(checkpoint-a|to-c|rsh|inf|new-v)|^-F/)))],
  ['zip', others(options(/^-T*T|^--unzip-c/))],
  ['sort', others(options(/^--comp/))],
  ['split', others(options(/^--fi/))],
  ['man', others(options(/^(-P|--pager)/))],
  ['less', others(options(/^\+/))],
  ['nc', others(options(/^-[a-z]*[ec]/))],
  ['ncat', others(options(/^(-[a-z]*[ec]|--(exec|sh-exec|lua-exec))/))],
  ['socat', others(options(/(exec|system):/i))],
  ['sqlite3', others(options(/\.(shell|system|load|import|output|once)/))],
  ['sed', others((words) => some(words, runsInSed))],
  ...['awk', 'gawk', 'mawk', 'nawk'].map(
    (name) => [name, others(options(/system\s*\(|\||getline|>/))] as const,
  ),
  // Their words are arithmetic or variables to the shell, whose subscripts can hold substitutions, quoted or not.
  ...['printf', 'test', '[', 'read', 'unset', 'let', 'wait', 'mapfile', 'readarray'].map(
    (name) => [name, others(options(/`|\$[({[]/))] as const,
  ),
  ...['fd', 'fdfind'].map((name) => [name, others(options(/^(-[a-zA-Z]*[xX]|--exec)/))] as const),
  ...['rg', 'ag', 'bat'].map((name) => [name, others(options(/^--(pre(=|$)|hos|pag)/))] as const),
  ['go', others(options(/^--?(exec|toolexec|vettool|overlay)(=|$)/))],
  ['wget', others(options(/^(-[a-zA-Z]*e|--exec|--use-a|--conf)/))],
  ['curl', others(options(/^(-[a-zA-Z]*K|--config)/))],
  ['hash', others(options(/^-[a-z]*p/))],
  ...['bind', 'compopt', 'fc'].map((name) => [name, () => 'Runs text that can’t be seen from here'] as const),
  ...['vi', 'vim', 'nvim', 'ex', 'ed', 'emacs'].map((name) => [name, editor] as const),
]

/** Values under which a program is run or loaded that just pass text on. */
const IDLE = /=(['"]?)(cat|true|:|less|more|)\1$/
const LOADED =
  /^(LD_\w+|DYLD_\w+|PATH|BASH_ENV|ENV|PROMPT_COMMAND|PS4|IFS|SHELL|CDPATH|\w*PAGER|\w*EDITOR|VISUAL|BROWSER|PYTHON(PATH|STARTUP|HOME)|PERL5(LIB|OPT|DB)|RUBY(LIB|OPT)|JAVA_TOOL_OPTIONS|CLASSPATH|\w*_RSH|\w*ASKPASS|LESSOPEN|LESSCLOSE|GIT_(SSH\w*|EXTERNAL_DIFF|PROXY_COMMAND|EXEC_PATH|TEMPLATE_DIR|CONFIG\w*|DIR|WORK_TREE)|RUSTC_WRAPPER|MAKEFLAGS|npm_config_\w*)\+?=/

/** Does `NAME=value`, as written, decide what programs run or load? */
export const setsWhatRuns = (assignment: string): boolean => {
  if (/^NODE_OPTIONS=/.test(assignment)) return /require|import|loader|(^|[='"\s])-r/.test(assignment)
  return LOADED.test(assignment) && !IDLE.test(assignment)
}
