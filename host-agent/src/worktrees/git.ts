import { execFile } from 'node:child_process'
import { HearthError } from '@hearth/shared/protocol'
import { GIT_MAX_OUTPUT, GIT_TIMEOUT_MS, GIT_WORDS, GIT_WORDS_LINES } from '../limits.ts'

/** How a git command ended. `words` is what it said on stderr, cut to a few lines. */
export type GitResult = { ok: true; out: string } | { ok: false; words: string }

/** Settings for every command: no code of the repository runs, nothing is fetched, nobody is asked. */
const QUIET = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['submodule.recurse', 'false'],
  ['maintenance.auto', 'false'],
  ['gc.auto', '0'],
].flatMap(([name, value]) => ['-c', `${name}=${value}`])

/** The environment without git's own variables: one left over from a hook would point at another repository. */
const cleanEnv = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  LC_ALL: 'C',
})

const wordsOf = (stderr: string, fallback: string): string =>
  stderr.trim().split('\n').slice(-GIT_WORDS_LINES).join(' ').slice(0, GIT_WORDS) || fallback

/**
 * Runs one git command in `cwd`, bounded in time and output. Hooks don't run, submodules and LFS stay untouched.
 * @throws HearthError `host.git_missing`
 */
export const git = async (cwd: string, ...args: string[]): Promise<GitResult> => {
  const ran = await run(cwd, args, { timeout: GIT_TIMEOUT_MS, maxBuffer: GIT_MAX_OUTPUT })
  return ran.ok ? { ok: true, out: ran.out.trim() } : ran
}

/**
 * Runs one git command that prints entries which end in NUL. `out` has all of them in full; `cut`: there were more than
 * fit into `maxBytes`.
 * @throws HearthError `host.git_missing`
 */
export const gitEntries = async (
  cwd: string,
  bounds: { timeout: number; maxBytes: number },
  ...args: string[]
): Promise<{ ok: true; out: string; cut: boolean } | { ok: false; words: string }> => {
  const ran = await run(cwd, args, { timeout: bounds.timeout, maxBuffer: bounds.maxBytes })
  // What stands after the last NUL is nothing, or was cut off.
  if (ran.ok || ran.cut)
    return { ok: true, out: ran.out.slice(0, ran.out.lastIndexOf('\0') + 1), cut: !ran.ok }
  return ran
}

interface Bounds {
  readonly timeout: number
  readonly maxBuffer: number
}
type Ran = { ok: true; out: string } | { ok: false; words: string; cut: boolean; out: string }

const run = (cwd: string, args: readonly string[], bounds: Bounds): Promise<Ran> =>
  new Promise((resolve, reject) => {
    // Through -C rather than as our own directory: a folder that is missing must not look like a missing git.
    const options = { cwd: '/', env: cleanEnv(), ...bounds }
    execFile('git', ['-C', cwd, ...QUIET, ...args], options, (error, out, stderr) => {
      if (error === null) return resolve({ ok: true, out })
      if (error.code === 'ENOENT') return reject(new HearthError('host.git_missing'))
      const cut = (error.code as unknown) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
      const late = !cut && error.killed === true
      const words = late
        ? `git did not end within ${bounds.timeout / 1000} s`
        : wordsOf(stderr, error.message)
      resolve({ ok: false, words, cut, out })
    })
  })
