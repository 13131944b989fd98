import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The folder of all of Hearth's files: HEARTH_HOME, else ~/.hearth. */
export const hearthHome = (env: NodeJS.ProcessEnv = process.env): string => {
  const given = env.HEARTH_HOME
  return given === undefined || given === '' ? join(homedir(), '.hearth') : resolve(given)
}
