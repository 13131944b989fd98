import { serverConfig } from '../../opencode/policy.ts'
import type { Quirks } from '../spec.ts'

/**
 * opencode's own ACP mode. It allows most things unless it is configured to ask (recordings/opencode/command-allowed).
 * For a conversation that it does not have it reports a failure of its service (recordings/opencode/load-missing).
 */
export const opencode: Quirks = {
  missing: /service failure/i,
  signIn: 'opencode auth login',
  environment: (environment) => ({
    ...environment,
    OPENCODE_CONFIG_CONTENT: serverConfig(environment.OPENCODE_CONFIG_CONTENT),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
  }),
}
