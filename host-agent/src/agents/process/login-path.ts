import { randomBytes } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { LOGIN_PATH_MS, LOGIN_PATH_OUTPUT } from '../limits.ts'
import { startGroup, within } from './group.ts'

/**
 * PATH as the person's login shell sets it: a service is started with a shorter one than a terminal. Null where it
 * can't be told: no shell, one that fails, or profiles that take longer than LOGIN_PATH_MS.
 */
export async function loginPath(
  environment: Record<string, string>,
  ms = LOGIN_PATH_MS,
): Promise<string | null> {
  const { SHELL: shell, HOME: home } = environment
  if (shell === undefined || !isAbsolute(shell)) return null
  // Profiles print greetings: what counts stands between two marks that they can't know.
  const mark = randomBytes(16).toString('hex')
  let output = ''
  const group = startGroup({
    program: shell,
    args: ['-lc', `echo ${mark}; env printenv PATH; echo ${mark}`],
    cwd: home !== undefined && isAbsolute(home) ? home : '/',
    env: environment,
    onOutput: (text) => {
      if (output.length < LOGIN_PATH_OUTPUT) output += text
    },
    onErrorOutput: () => undefined,
  })
  await within(group.exited, ms)
  // A profile that hangs is ended in its own time; nobody waits for that.
  void group.stop()
  const [, path = '', end] = output.split(mark)
  return end === undefined || path.trim() === '' ? null : path.trim()
}
