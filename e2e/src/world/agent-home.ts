import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const OFF = [
  'AUTOUPDATE',
  'MODELS_FETCH',
  'LSP_DOWNLOAD',
  'DEFAULT_PLUGINS',
  'CLAUDE_CODE',
  'EXTERNAL_SKILLS',
  'SHARE',
  'PRUNE',
]

/**
 * Configures opencode as a person would, in XDG_CONFIG_HOME, for the scripted model alone.
 * Returns what its environment needs so that it reaches for nothing beyond loopback (docs/agents/opencode.md).
 */
export const configureOpencode = (configHome: string, modelUrl: string): NodeJS.ProcessEnv => {
  const model = {
    name: 'Scripted model',
    reasoning: true,
    tool_call: true,
    limit: { context: 128_000, output: 8192 },
    cost: { input: 1, output: 2, cache_read: 0.1 },
  }
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    name: 'Scripted',
    options: { baseURL: `${modelUrl}/v1`, apiKey: 'none' },
    models: { 'mock-model': model },
  }
  const config = {
    autoupdate: false,
    share: 'disabled',
    model: 'mock/mock-model',
    small_model: 'mock/mock-model',
    enabled_providers: ['mock'],
    provider: { mock: provider },
  }
  const folder = join(configHome, 'opencode')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'opencode.json'), JSON.stringify(config))
  return {
    ...Object.fromEntries(OFF.map((name) => [`OPENCODE_DISABLE_${name}`, '1'])),
    OPENCODE_PURE: '1',
    // It installs a plugin package in the background; a port that nobody listens on makes it give up at once.
    npm_config_registry: 'http://127.0.0.1:9/',
  }
}
