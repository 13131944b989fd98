import { createHash } from 'node:crypto'
import type { RuleStarter } from '@hearth/shared/session'
import { GIT_READERS, READERS } from '../requests/risk-table.ts'

type StarterRule = RuleStarter['rules'][number]

/** A set of rules that comes with Hearth. */
export interface Starter extends Omit<RuleStarter, 'enabled'> {
  /** Whether it holds where the owner has not said. */
  readonly standard: boolean
}

const command = (
  words: string,
  rest: 'nothing' | 'operands' | 'anything',
  riskMax: StarterRule['riskMax'],
): StarterRule => ({ effect: 'allow', what: { type: 'command', words: words.split(' '), rest }, riskMax })

const TESTS = [
  'npm test',
  'npm run test',
  'pnpm test',
  'pnpm run test',
  'yarn test',
  'bun test',
  'vitest',
  'vitest run',
  'npx vitest run',
  'pnpm vitest run',
  'npx jest',
  'jest',
  'pytest',
  'python -m pytest',
  'python3 -m pytest',
  'cargo test',
  'go test',
  'deno test',
  'make test',
]

/**
 * The sets, by id. A set that is switched on holds as it is here: one may only become narrower under its id; what
 * allows more is another set, which nobody has switched on yet.
 */
export const STARTERS: readonly Starter[] = [
  {
    id: 'read-only',
    title: 'Read only',
    description:
      'Reading inside the worktree: an agent’s own tools for it, and single commands that only print what is there, such as ls, cat and grep. Nothing that leads out of the worktree, nothing that usually holds credentials.',
    standard: true,
    rules: [
      { effect: 'allow', what: { type: 'access', paths: ['**'] }, riskMax: 2 },
      ...[...READERS].map((name) => command(name, 'anything', 1)),
    ],
  },
  {
    id: 'git-look',
    title: 'Git, looking only',
    description:
      'Single git commands that only look: status, log, diff, show and the like, without options that write files, run programs or look elsewhere. Git may run what your own settings name for it, such as a monitor of the file system.',
    standard: false,
    rules: [...GIT_READERS].map((name) => command(`git ${name}`, 'anything', 1)),
  },
  {
    id: 'edits',
    title: 'Edits in the worktree',
    description:
      'Changing any file inside the worktree, except git’s own files, agents’ settings, files that usually hold credentials, and files that editors or git’s hooks run by themselves. What is changed may be run later: by a test command, a build, or you.',
    standard: false,
    rules: [{ effect: 'allow', what: { type: 'edit', paths: ['**'] }, riskMax: 2 }],
  },
  {
    id: 'tests',
    title: 'Test commands',
    description:
      'Running the tests by the usual commands, in any folder of the worktree. Every one of them runs code of the repository, whatever that is at the time: whoever may change it, and so an agent that may edit, decides what it does, with your rights and outside of any sandbox.',
    standard: false,
    rules: [
      command('cd', 'operands', 3),
      command('node --test', 'nothing', 3),
      ...TESTS.map((words) => command(words, 'operands', 3)),
    ],
  },
]

/** The id of a set's rule: made of what it says, so that its uses are counted on over restarts. */
export const starterRuleId = (starter: string, rule: StarterRule): string =>
  createHash('sha256')
    .update(JSON.stringify([starter, rule]))
    .digest('hex')
    .slice(0, 16)
