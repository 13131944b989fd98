import { isCode, type Source } from './sources.ts'
import { strip } from './strip.ts'

export const MAX_LINES = 400

/** Code files that are too long to be one thing. */
export function tooLong(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isCode(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines (${MAX_LINES} at most)`)
}

const CODE_RULES = [
  { name: 'any', sign: /(?::|<|\bas|\||&|,|=>?)\s*any\b(?!\s*[:(.])/ },
  {
    name: 'an empty catch',
    sign: /\bcatch\s*(?:\([^)]*\))?\s*\{\s*\}|\.catch\(\s*\(\s*\w*\s*\)\s*=>\s*\{\s*\}\s*\)/,
  },
  { name: 'a switched-off check', sign: /\b(?:it|test|describe)\.(?:only|skip|todo)\b/ },
] as const
const COMMENT_RULES = [
  { name: 'an unfinished note', sign: /\b(?:TODO|FIXME|XXX|HACK)\b/ },
  { name: 'a silenced type error', sign: /@ts-(?:ignore|nocheck)/ },
] as const

/** Shortcuts that the project does not take, with file and line. */
export function shortcuts(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isCode(path))
    .flatMap(({ path, text }) => {
      const parts = strip(text)
      const found = (rules: typeof CODE_RULES | typeof COMMENT_RULES, within: string) =>
        rules.flatMap(({ name, sign }) => {
          const match = sign.exec(within)
          return match ? [`${path}:${within.slice(0, match.index).split('\n').length} has ${name}`] : []
        })
      return [...found(CODE_RULES, parts.code), ...found(COMMENT_RULES, parts.comments)]
    })
}

/**
 * Paths that exist only on the machine where the work is done: they begin with the folder that the
 * repository lies in. Usual places such as /home or /tmp count with the name below them.
 * @param root absolute path of the repository
 */
export function machinePaths(sources: readonly Source[], root: string): string[] {
  const [, first = '', second = ''] = root.split('/')
  const shared = ['home', 'Users', 'tmp', 'var', 'opt', 'srv', 'usr', 'mnt', 'root'].includes(first)
  const prefix = shared ? `/${first}/${second}/` : `/${first}/`
  const escaped = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const sign = new RegExp(`(?:^|[\\s'"\`(=:])${escaped}`, 'm')
  return sources.flatMap(({ path, text }) =>
    sign.test(text) ? [`${path} names a path below ${prefix}`] : [],
  )
}
