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
 * An environment in which opencode knows one model only, the scripted one, and reaches for nothing beyond
 * loopback: for the tour and for tests. Built from scratch; everything that it writes stays below `home`.
 */
export function offlineEnvironment(spec: {
  home: string
  modelUrl: string
  path: string
}): Record<string, string> {
  const models = {
    'mock-model': {
      name: 'Scripted model',
      reasoning: true,
      tool_call: true,
      limit: { context: 128_000, output: 8192 },
      cost: { input: 1, output: 2, cache_read: 0.1 },
    },
  }
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    name: 'Scripted',
    options: { baseURL: `${spec.modelUrl}/v1`, apiKey: 'none' },
    models,
  }
  const config = {
    autoupdate: false,
    share: 'disabled',
    model: 'mock/mock-model',
    small_model: 'mock/mock-model',
    enabled_providers: ['mock'],
    provider: { mock: provider },
  }
  return {
    PATH: spec.path,
    LANG: 'C.UTF-8',
    HOME: spec.home,
    XDG_CONFIG_HOME: join(spec.home, '.config'),
    XDG_DATA_HOME: join(spec.home, '.local/share'),
    XDG_STATE_HOME: join(spec.home, '.local/state'),
    XDG_CACHE_HOME: join(spec.home, '.cache'),
    ...Object.fromEntries(OFF.map((name) => [`OPENCODE_DISABLE_${name}`, '1'])),
    OPENCODE_PURE: '1',
    // opencode installs a plugin package in the background; a port that nobody listens on makes it give up at once.
    npm_config_registry: 'http://127.0.0.1:9/',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
  }
}
