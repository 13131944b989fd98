import { execFile } from 'node:child_process'
import { lookForAgents } from '../../agents/catalog.ts'
import { agentEnvironment } from '../../agents/process/environment.ts'
import { MODELS_BYTES, MODELS_MS } from '../limits.ts'

/** What can be said about opencode and its models before it is used. */
export type ModelsFound =
  | { readonly found: 'models'; readonly count: number; readonly program: string }
  | { readonly found: 'none' | 'unknown'; readonly program: string }
  | { readonly found: 'missing'; readonly looked: readonly string[]; readonly install: string }

/** Asks opencode's own program which models it could use. Never fails: what can't be told is `unknown`. */
export const findModels = async (home: string, environment: NodeJS.ProcessEnv): Promise<ModelsFound> => {
  const [opencode] = lookForAgents({ home, environment })
  if (opencode === undefined || opencode.path === null) {
    return { found: 'missing', looked: opencode?.looked ?? [], install: opencode?.install ?? '' }
  }
  const program = opencode.path
  return new Promise((resolve) => {
    const options = { env: agentEnvironment(environment), timeout: MODELS_MS, maxBuffer: MODELS_BYTES }
    const child = execFile(program, ['models'], options, (error, stdout) => {
      if (error !== null) return resolve({ found: 'unknown', program })
      const count = stdout.split('\n').filter((line) => line.includes('/')).length
      resolve(count > 0 ? { found: 'models', count, program } : { found: 'none', program })
    })
    child.stdin?.end()
  })
}
