import { resolve } from 'node:path'
import type { PermissionFacts, RuleDraft, RuleWhat } from '@hearth/shared/session'
import type { Ask } from '../agents/driver.ts'
import { freeze } from '../requests/facts.ts'
import type { Files } from '../requests/files.ts'
import type { Matter } from './api.ts'
import type { Ground } from './ground.ts'

/** The worktree of these tests; there is no such folder on disk. */
export const WORKTREE = '/home/alice/repo'
export const SESSION = '5e'.repeat(16)
export const OWN = '/home/alice/.hearth'

/** Links of the made-up disk: their path to where they lead. All else is where it says. */
const LINKS: Readonly<Record<string, string>> = {
  [`${WORKTREE}/out`]: '/etc',
  [`${WORKTREE}/inner`]: `${WORKTREE}/src`,
  [`${WORKTREE}/hooks`]: `${WORKTREE}/.git/hooks`,
  [`${WORKTREE}/pkg/away`]: '/home/alice/other',
}

const follow = (path: string): string => {
  const link = Object.keys(LINKS).find((from) => path === from || path.startsWith(`${from}/`))
  return link === undefined ? path : resolve(`${LINKS[link]}${path.slice(link.length)}`)
}

/** A disk on which everything exists as a folder. */
const fakeFiles: Files = {
  realpath: follow,
  directory: () => ({ dev: '1', ino: '2' }),
  size: () => null,
  sha256: () => null,
}

export const GROUND: Ground = { files: fakeFiles, own: [OWN] }

/** A request as the requests room would make it, `over` laid over its facts. */
export const matterOf = (ask: Ask, over: Partial<PermissionFacts> = {}, worktree = WORKTREE): Matter => {
  const origin = {
    hostId: 'ab'.repeat(16),
    request: 'cd'.repeat(16),
    session: SESSION,
    turn: 1,
    agent: 'opencode',
    project: 'a'.repeat(16),
    root: worktree,
    provenance: 'user' as const,
    tool: { name: 'bash', kind: 'execute' as const, call: null },
    ask,
    words: '',
  }
  const moment = { createdAt: 1_800_000_000_000, policyEpoch: 1, suggest: () => [] }
  const { facts, matter } = freeze(origin, moment, fakeFiles)
  return { ...matter, facts: { ...facts, ...over } }
}

export const commandOf = (command: string, over: Partial<PermissionFacts> = {}): Matter =>
  matterOf({ type: 'command', command }, over)

/** A rule that holds everywhere and may allow up to risk 3. */
export const draftOf = (
  effect: RuleDraft['effect'],
  what: RuleWhat,
  over: Partial<RuleDraft> = {},
): RuleDraft => ({
  effect,
  what,
  scope: { type: 'everywhere' },
  agent: null,
  riskMax: 3,
  expiresAt: null,
  ...over,
})

/** `git status …` for operands, `git status ***` for anything, else nothing may follow. */
export const commandWhat = (text: string): Extract<RuleWhat, { type: 'command' }> => {
  const words = text.split(' ')
  const last = words.at(-1)
  if (last === '…') return { type: 'command', words: words.slice(0, -1), rest: 'operands' }
  if (last === '***') return { type: 'command', words: words.slice(0, -1), rest: 'anything' }
  return { type: 'command', words, rest: 'nothing' }
}
