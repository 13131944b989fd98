import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { writeSettings } from '../../agents/catalog/read-settings.ts'
import type { AgentSettings } from '../../agents/catalog/settings.ts'
import { REAL_AGENTS, type RealAgentId } from '../../agents/testing/real/index.ts'
import { agentFolder, installed } from '../../agents/testing/real/installed.ts'
import { ensurePrivateDirectory } from '../../identity/private-file.ts'

/** Agents of a checkout that the tour can put on its scripted model: in the catalog, as recipe, and its program. */
const OTHERS = [
  ['claude-code', 'claude', 'claude-agent-acp'],
  ['codex', 'codex-new', 'codex-acp'],
  ['codex', 'codex', 'codex-acp'],
  ['gemini', 'gemini', 'gemini'],
  ['qwen', 'qwen', 'qwen'],
  ['pi', 'pi', 'pi-acp'],
] as const satisfies readonly (readonly [string, RealAgentId, string])[]

/**
 * Writes the tour's agents.json: opencode both ways, and every other agent that was installed for tests
 * (`node scripts/agents/install.mjs`), each in a world of its own below `worlds`. Those on PATH are switched off: they
 * would speak to their own models.
 */
export const writeDemoAgents = (home: string, worlds: string, modelUrl: string): void => {
  const agents: Record<string, AgentSettings> = { 'opencode-acp': { enabled: true } }
  for (const [id, recipe, program] of OTHERS) {
    if (agents[id]?.enabled === true) continue
    agents[id] = settingsOf(recipe, program, join(worlds, id), modelUrl) ?? { enabled: false }
  }
  for (const id of ['goose', 'amp']) agents[id] = { enabled: false }
  ensurePrivateDirectory(home)
  writeSettings(home, { v: 1, agents })
}

const settingsOf = (
  recipe: (typeof OTHERS)[number][1],
  program: string,
  world: string,
  modelUrl: string,
): AgentSettings | null => {
  if (installed(recipe) === null) return null
  mkdirSync(world, { recursive: true })
  const { env } = REAL_AGENTS[recipe].prepare(world, modelUrl)
  // Gemini's own choice of a model asks another model first, which has no script.
  const environment = recipe === 'gemini' ? { ...env, GEMINI_MODEL: 'gemini-2.5-flash' } : env
  return { enabled: true, program: join(agentFolder(recipe), '.bin', program), environment }
}
