import { serverConfig } from '../../opencode/policy.ts'
import type { Quirks } from '../spec.ts'
import { Meta, read } from '../wire.ts'

/**
 * opencode's own ACP mode. It allows most things unless it is configured to ask (recordings/opencode/command-allowed).
 * For a conversation that it does not have it reports a failure of its service (recordings/opencode/load-missing). What
 * a sub-agent wants to be allowed never comes over ACP, and the turn waits for ever (recordings/opencode/subagent): so
 * there are no sub-agents. It has every change that was allowed written by us as well, offered or not, and writes it
 * itself (recordings/opencode/edit-allowed); an error as answer fills its error output.
 */
export const opencode: Quirks = {
  ignores: ['fs/write_text_file'],
  missing: /service failure/i,
  signIn: 'opencode auth login',
  environment: (environment) => ({
    ...environment,
    OPENCODE_CONFIG_CONTENT: withoutSubagents(serverConfig(environment.OPENCODE_CONFIG_CONTENT)),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
  }),
}

function withoutSubagents(content: string): string {
  const config = read(Meta, JSON.parse(content)) ?? {}
  return JSON.stringify({ ...config, permission: { ...read(Meta, config.permission), task: 'deny' } })
}
