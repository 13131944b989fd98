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
export const git = (cwd: string, ...args: string[]): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    // Through -C rather than as our own directory: a folder that is missing must not look like a missing git.
    const options = { cwd: '/', env: cleanEnv(), timeout: GIT_TIMEOUT_MS, maxBuffer: GIT_MAX_OUTPUT }
    execFile('git', ['-C', cwd, ...QUIET, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ ok: true, out: stdout.trim() })
      else if (error.code === 'ENOENT') reject(new HearthError('host.git_missing'))
      else if (error.killed === true)
        resolve({ ok: false, words: `git did not end within ${GIT_TIMEOUT_MS / 1000} s` })
      else resolve({ ok: false, words: wordsOf(stderr, error.message) })
    })
  })
