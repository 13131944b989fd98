import { claude } from './claude.ts'
import { codex, codexNew } from './codex.ts'
import { gemini } from './gemini.ts'
import { opencode } from './opencode.ts'
import { pi } from './pi.ts'
import { qwen } from './qwen.ts'
import type { RealAgentId, Recipe } from './recipe.ts'

export { installed } from './installed.ts'
export type { Launch, RealAgentId, Recipe } from './recipe.ts'

/** How to start each real agent in a world of its own. */
export const REAL_AGENTS: Record<RealAgentId, Recipe> = {
  opencode,
  codex,
  'codex-new': codexNew,
  claude,
  gemini,
  qwen,
  pi,
}
