import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * How a person calls this program from another terminal: by name where it is installed; with npx in a checkout, where
 * `npm start` or `npm run dev` runs it; else by its path.
 */
export const commandName = (
  environment: NodeJS.ProcessEnv = process.env,
  script: string | undefined = process.argv[1],
): string => {
  if (environment.npm_lifecycle_event !== undefined) return 'npx hearth'
  const folders = (environment.PATH ?? '').split(delimiter)
  const isInstalled = script === undefined || folders.some((folder) => existsSync(join(folder, 'hearth')))
  return isInstalled ? 'hearth' : `${process.execPath} ${script}`
}
