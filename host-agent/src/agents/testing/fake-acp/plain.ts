import { join } from 'node:path'
import { REPOSITORY } from '../real/installed.ts'
import { baseEnvironment, type Launch } from '../real/recipe.ts'

/** How the plain agent is started; it runs as it was built. */
export function preparePlain(home: string, modelUrl: string): Launch {
  return {
    command: process.execPath,
    args: [join(REPOSITORY, 'host-agent/dist/agents/testing/fake-acp/program.js')],
    env: { ...baseEnvironment(home), SCRIPTED_MODEL_URL: modelUrl },
  }
}
