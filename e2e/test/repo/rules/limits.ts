import { posix } from 'node:path'
import { isTest, type Source } from './sources.ts'
import { strip } from './strip.ts'

/** A room's name in docs/limits.md: its package, and the folder below src (in the app: the feature) if there is one. */
function roomOf(path: string): string {
  const [pack = '', , ...rest] = path.split('/')
  const room = rest.filter((part) => part !== 'features' && part !== 'limits.ts')[0]
  return room === undefined ? pack : `${pack}/${room}`
}

/** Every `limits.ts` that docs/limits.md has no table for, or that no test compares with its table. */
export function uncheckedLimits(sources: readonly Source[]): string[] {
  const page = sources.find(({ path }) => path === 'docs/limits.md')?.text ?? ''
  const checked = new Set(
    sources
      .filter(({ path, text }) => path.endsWith('.test.ts') && text.includes('expect(checkLimitsDoc('))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/from '(\.[^']+)'/g)].map(([, to = '']) => posix.join(posix.dirname(path), to)),
      ),
  )
  return sources
    .filter(({ path }) => /^([a-z-]+\/src|extension\/app)\/(.+\/)?limits\.ts$/.test(path) && !isTest(path))
    .flatMap(({ path }) => [
      ...(page.includes(`<!-- limits ${roomOf(path)} -->`)
        ? []
        : [`docs/limits.md has no table for ${path}`]),
      ...(checked.has(path) ? [] : [`no test compares ${path} with docs/limits.md`]),
    ])
}

/** Limits themselves, what only tests and benchmarks use, and close codes. */
const NOT_BOUNDS = /(^|\/)(limits|bench|close)\.ts$|\.testdata\.ts$|\/testing\//

const SIGNS = [
  /\b(?:setTimeout|setInterval|after)\((?:[^;{}]|\{[^{}]*\})*?,\s*\d{2}/,
  /\bAbortSignal\.timeout\(\d/,
  /\b(?:timeout|timeoutMs|maxBuffer|maxPayload):\s*\d/,
  /\b(?:maxLength|maxSize|maxBytes)\(\d/,
  /\b(?:MAX_\w+|\w+_MAX|\w+_MS|\w+_LIMIT)\s*=\s*\d[\d_]/,
  /\.(?:length|size)\s*>=?\s*\d{3}/,
  /\.slice\((?:0,\s*)?-?\d{3}/,
] as const

/** Bounds that stand as numbers in the code, instead of as a named constant with its reason in a `limits.ts`. */
export function loneBounds(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) =>
      /^((shared|relay|host-agent)\/src|extension\/(app|entrypoints|web))\/.*\.tsx?$/.test(path),
    )
    .filter(({ path }) => !isTest(path) && !NOT_BOUNDS.test(path))
    .flatMap(({ path, text }) => {
      const { code } = strip(text)
      return SIGNS.flatMap((sign) => {
        const found = sign.exec(code)
        return found
          ? [`${path}:${code.slice(0, found.index).split('\n').length} has ${found[0].trim()}`]
          : []
      })
    })
}
