import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { locate } from '../../process/locate.ts'
import type { RealAgentId } from './recipe.ts'

/** The repository's root: this file is as deep in `src` as in `dist`. */
export const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '../../../../..')

/** Each agent's program inside its folder of `e2e/agents`. */
const PROGRAMS: Record<Exclude<RealAgentId, 'opencode'>, string> = {
  codex: '@zed-industries/codex-acp/bin/codex-acp.js',
  'codex-new': '@agentclientprotocol/codex-acp/dist/index.js',
  claude: '@agentclientprotocol/claude-agent-acp/dist/index.js',
  gemini: '@google/gemini-cli/bundle/gemini.js',
  qwen: '@qwen-code/qwen-code/cli-entry.js',
  pi: 'pi-acp/dist/index.js',
}

/** The folder of an agent's packages. */
export function agentFolder(name: Exclude<RealAgentId, 'opencode'>): string {
  return join(REPOSITORY, 'e2e/agents', name, 'node_modules')
}

/**
 * The path of an agent's program, or null: then the test is skipped, loudly. opencode comes with the host agent,
 * the others by `node scripts/agents/install.mjs`.
 */
export function installed(name: RealAgentId): string | null {
  if (name === 'opencode') {
    const bundled = { package: 'opencode-linux-x64', file: 'bin/opencode' }
    return locate({ program: name, configured: null, path: '', bundled }).path
  }
  const program = join(agentFolder(name), PROGRAMS[name])
  return existsSync(program) ? program : null
}

/** As {@link installed}, for those who can't go on without it. */
export function programOf(name: RealAgentId): string {
  const program = installed(name)
  if (program === null) throw new Error(`${name} is not installed: node scripts/agents/install.mjs ${name}`)
  return program
}
