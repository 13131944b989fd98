import { execFile } from 'node:child_process'
import { lookForAgents } from '../../agents/catalog.ts'
import { agentEnvironment } from '../../agents/process/environment.ts'
import { VERSION_MS } from '../limits.ts'
import type { Config } from '../up/config.ts'
import { type Finding, fine, problem } from './check.ts'

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
  env: NodeJS.ProcessEnv,
  agents: Config['agents'],
): Promise<Finding[]> => {
  const found = lookForAgents({ home, environment: env, settings: agents })
  return Promise.all(
    found.map(async ({ agent, path, looked, install }) => {
      const check = `agent ${agent}`
      if (path === null)
        return problem(check, `not found; looked at: ${looked.join(', ') || 'nowhere'}`, install)
      const version = await firstLine(path, agentEnvironment(env, agents?.[agent]?.environment))
      if (version !== null) return fine(check, `${path} (${version})`)
      return problem(check, `${path} does not start`, `Run ${path} --version to see why. ${install}`)
    }),
  )
}
