import { execFile } from 'node:child_process'
import { NO_CACHE } from '../../agents/catalog/cache.ts'
import { withOlder } from '../../agents/catalog/change-settings.ts'
import type { Person } from '../../agents/catalog/find.ts'
import { type Plan, plansOf } from '../../agents/catalog/plan.ts'
import { type Probed, probeAgent } from '../../agents/catalog/probe.ts'
import { readSettings } from '../../agents/catalog/read-settings.ts'
import { type AgentSettings, NO_SETTINGS } from '../../agents/catalog/settings.ts'
import { VERSION_MS } from '../limits.ts'
import { type Finding, fine, note, problem } from './check.ts'

/** Oldest Node that works: the first with everything that is used. */
const NODE = [20, 19] as const

const firstLine = (program: string, env: NodeJS.ProcessEnv): Promise<string | null> =>
  new Promise((resolve) => {
    const child = execFile(program, ['--version'], { env, timeout: VERSION_MS }, (error, stdout) =>
      resolve(error === null ? (stdout.split('\n')[0] ?? '') : null),
    )
    child.stdin?.end()
  })

/** Is this Node new enough? */
export const checkNode = (version = process.versions.node): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > NODE[0] || (major === NODE[0] && minor >= NODE[1])
  if (enough) return fine('node', version)
  return problem('node', `${version} is too old`, `Install Node ${NODE.join('.')} or newer.`)
}

/** Is git there? Worktrees are made with it. */
export const checkGit = async (env: NodeJS.ProcessEnv): Promise<Finding> => {
  const version = await firstLine('git', env)
  if (version !== null) return fine('git', version)
  return problem(
    'git',
    `no git in PATH (${env.PATH ?? 'which is empty'})`,
    'Install git, such as: apt install git',
  )
}

/** Which agents are there, where they were looked for, and how to get those that are missing. */
export const checkAgents = async (
  home: string,
  env: Person,
  older: Readonly<Record<string, AgentSettings>>,
): Promise<Finding[]> => {
  const read = readSettings(home)
  const settings = 'error' in read ? NO_SETTINGS : read.settings
  const plans = plansOf(withOlder(settings, older)).filter(({ enabled }) => enabled)
  const looked = await Promise.all(
    plans.map(async (plan) => ({
      plan,
      probed: await probeAgent(plan, { home, person: env, cache: NO_CACHE }),
    })),
  )
  const alone = looked.every(({ probed }) => probed.state !== 'ready')
  const [quiet, told] = divide(
    looked,
    ({ plan, probed }) => probed.state === 'missing' && !plan.isWanted && !alone,
  )
  return [
    ...('error' in read ? [problem('agents.json', read.error.message, 'Correct it, or move it away.')] : []),
    ...told.map(({ plan, probed }) => findingOf(plan, probed)),
    ...(quiet.length === 0
      ? []
      : [
          note(
            'agents',
            `not here: ${quiet.map(({ plan }) => plan.entry.id).join(', ')}`,
            'hearth agents says how to get them.',
          ),
        ]),
  ]
}

const findingOf = ({ entry }: Plan, probed: Probed): Finding => {
  const check = `agent ${entry.id}`
  if (probed.state === 'ready')
    return fine(check, `${probed.found.path} (${probed.found.version ?? 'version unknown'})`)
  const fix = probed.state === 'missing' ? entry.install : `Run: hearth agents diagnose ${entry.id}`
  return problem(check, probed.error.message, fix)
}

const divide = <T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] => [
  all.filter(is),
  all.filter((one) => !is(one)),
]
