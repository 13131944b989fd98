import { join } from 'node:path'
import { programOf } from './installed.ts'
import { baseEnvironment, type Recipe, writeSettings } from './recipe.ts'

/**
 * Codex, by the adapter of Zed and by the newer one. It runs in a sandbox and asks only to leave it, and only in
 * the mode `read-only`: a command has to come with `esc=1` in the script.
 */
function codexRecipe(id: 'codex' | 'codex-new'): Recipe {
  return {
    id,
    askingMode: 'read-only',
    asks: true,
    prepare(home, modelUrl) {
      const own = join(home, '.codex')
      writeSettings(join(own, 'config.toml'), settings(modelUrl))
      const env = { ...baseEnvironment(home), CODEX_HOME: own, MOCK_KEY: 'none' }
      return { command: process.execPath, args: [programOf(id)], env }
    },
  }
}

export const codex = codexRecipe('codex')
export const codexNew = codexRecipe('codex-new')

/** `approval_policy="untrusted"` makes the newer Codex exit at once. */
function settings(modelUrl: string): string {
  return `model = "mock-model"
model_provider = "mock"
approval_policy = "on-request"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.mock]
name = "Scripted"
base_url = "${modelUrl}/v1"
env_key = "MOCK_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`
}
