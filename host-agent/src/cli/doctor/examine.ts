import { personEnvironment } from '../../agents/process/person.ts'
import { type Config, readConfig } from '../up/config.ts'
import type { Finding } from './check.ts'
import { checkHost, checkRelay } from './connections.ts'
import { checkConfig, checkDatabase, checkDisk, checkHome, checkKeys } from './files.ts'
import { checkAgents, checkGit, checkNode } from './programs.ts'

/** Looks at everything that `hearth doctor` knows to look at; changes nothing. */
export const examine = async (home: string, environment: NodeJS.ProcessEnv): Promise<Finding[]> => {
  const host = await checkHost(home)
  return [
    checkNode(),
    await checkGit(environment),
    ...(await checkAgents(home, await personEnvironment(environment), olderAgents(home))),
    checkHome(home),
    await checkKeys(home),
    checkConfig(home),
    checkDatabase(home),
    checkDisk(home),
    ...host.findings,
    ...(await checkRelay(home, host)),
  ]
}

/** Settings of agents that were not taken over yet; a configuration that can't be read is a finding of its own. */
const olderAgents = (home: string): NonNullable<Config['agents']> => {
  try {
    return readConfig(home).agents ?? {}
  } catch {
    return {}
  }
}
