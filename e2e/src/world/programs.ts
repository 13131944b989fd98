import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** The commands of this repository, as Node runs them. */
export const HEARTH = join(root, 'host-agent/bin/hearth.mjs')
export const RELAY = join(root, 'relay/bin/hearth-relay.mjs')
export const START = join(root, 'scripts/start.mjs')

/** The opencode that came with the installation, or null where there is none for this machine. */
export const opencodeProgram = (): string | null => {
  try {
    const require = createRequire(join(root, 'host-agent/package.json'))
    return join(dirname(require.resolve('opencode-linux-x64/package.json')), 'bin/opencode')
  } catch {
    return null
  }
}
