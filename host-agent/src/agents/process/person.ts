import { delimiter } from 'node:path'
import { loginPath } from './login-path.ts'

/** What npm and its like give to a script, whatever the person has set: it would steer the agents' own npm. */
const OF_A_SCRIPT = /^(npm_|pnpm_|PNPM_|INIT_CWD$|NODE$|NODE_ENV$|COLOR$)/i

/** Folders that npm and its like put in front of PATH for a script. */
const SCRIPT_FOLDER = /[/\\]node_modules[/\\]\.bin[/\\]?$|[/\\]node-gyp-bin[/\\]?$/

/**
 * The environment of the person who started this process: without what a package manager added on the way, and with
 * the PATH that their login shell has. Takes as long as their profiles do, LOGIN_PATH_MS at most.
 */
export async function personEnvironment(
  ours: Readonly<Record<string, string | undefined>>,
  more: { log?: (line: string) => void; login?: typeof loginPath } = {},
): Promise<Record<string, string>> {
  const person = withoutScript(ours)
  const login = await (more.login ?? loginPath)(person).catch(() => null)
  if (login === null && person.SHELL !== undefined)
    more.log?.('the login shell’s PATH could not be told; agents get the one of this process')
  const path = joinPaths(person.PATH ?? '', login ?? '')
  return path === '' ? person : { ...person, PATH: path }
}

function withoutScript(ours: Readonly<Record<string, string | undefined>>): Record<string, string> {
  // Outside of a script a variable such as npm_config_registry is the person's own.
  const inScript = ours.npm_lifecycle_event !== undefined || ours.npm_execpath !== undefined
  const person: Record<string, string> = {}
  for (const [name, value] of Object.entries(ours)) {
    if (value === undefined || (inScript && OF_A_SCRIPT.test(name))) continue
    person[name] = name === 'PATH' && inScript ? withoutScriptFolders(value) : value
  }
  return person
}

const withoutScriptFolders = (path: string): string =>
  path
    .split(delimiter)
    .filter((folder) => !SCRIPT_FOLDER.test(folder))
    .join(delimiter)

/**
 * One PATH of two. The login shell's is taken in its own order where it has all that ours has (a service's is a
 * short one); a PATH that has more was made by a terminal, or on purpose, and goes first.
 */
function joinPaths(own: string, login: string): string {
  const ours = foldersOf(own)
  const theirs = foldersOf(login)
  if (ours.every((folder) => theirs.includes(folder))) return theirs.join(delimiter)
  return [...new Set([...ours, ...theirs])].join(delimiter)
}

const foldersOf = (path: string): string[] => path.split(delimiter).filter((folder) => folder !== '')
