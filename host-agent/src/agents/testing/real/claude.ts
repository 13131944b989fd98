import { join } from 'node:path'
import { programOf } from './installed.ts'
import { baseEnvironment, type Recipe } from './recipe.ts'

const ON = [
  'DISABLE_AUTOUPDATER',
  'DISABLE_TELEMETRY',
  'DISABLE_ERROR_REPORTING',
  'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  'IS_SANDBOX',
]

/** Claude Code, by its ACP adapter. */
export const claude: Recipe = {
  id: 'claude',
  askingMode: null,
  asks: true,
  prepare(home, modelUrl) {
    const env = {
      ...baseEnvironment(home),
      ...Object.fromEntries(ON.map((name) => [name, '1'])),
      // Else most tools, questions and the task list among them, stay hidden until the model searches for them.
      ENABLE_TOOL_SEARCH: 'false',
      ANTHROPIC_API_KEY: 'none',
      ANTHROPIC_BASE_URL: modelUrl,
      CLAUDE_CONFIG_DIR: join(home, '.claude'),
    }
    return { command: process.execPath, args: [programOf('claude')], env }
  },
}
