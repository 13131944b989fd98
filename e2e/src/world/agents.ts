import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  agentFolder,
  installed,
  type Launch,
  preparePlain,
  REAL_AGENTS,
  type RealAgentId,
} from '@hearth/host-agent/agents/testing'

/** Agents that a world can have beside opencode, by their ids in the catalog; `codex-new` is its `codex` by the newer adapter. */
export type WorldAgent = 'codex' | 'codex-new' | 'claude-code' | 'gemini' | 'opencode-acp' | 'plain'

/** Each one's recipe, and the program's name among its packages. */
const PROGRAMS: Record<
  Exclude<WorldAgent, 'opencode-acp' | 'plain'>,
  readonly [Exclude<RealAgentId, 'opencode'>, string]
> = {
  codex: ['codex', 'codex-acp'],
  'codex-new': ['codex-new', 'codex-acp'],
  'claude-code': ['claude', 'claude-agent-acp'],
  gemini: ['gemini', 'gemini'],
}

const isReal = (id: WorldAgent): id is keyof typeof PROGRAMS => id in PROGRAMS

/** The first of these agents that is not installed here, and how to get it; null when all are. */
export const missingAgent = (ids: readonly WorldAgent[]): string | null => {
  const recipes = ids.filter(isReal).map((id) => PROGRAMS[id][0])
  const missing = recipes.find((recipe) => installed(recipe) === null)
  return missing === undefined
    ? null
    : `${missing} is not installed: node scripts/agents/install.mjs ${missing}`
}

/** The folder in which an agent has its home in a world below `root`. */
const homeOf = (root: string, id: WorldAgent): string => {
  const home = join(root, 'agents', id)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  return home
}

/** How a person starts an agent of a world without Hearth: the same program in the same home. */
export const ownProgram = (root: string, modelUrl: string, id: keyof typeof PROGRAMS): Launch =>
  REAL_AGENTS[PROGRAMS[id][0]].prepare(homeOf(root, id), modelUrl)

/**
 * Writes a host's agents.json as its person would have it: opencode, and these agents on the scripted model, each with
 * a home of its own below `root`. All others are off.
 */
export const configureAgents = (
  hearthHome: string,
  root: string,
  modelUrl: string,
  ids: readonly WorldAgent[],
): void => {
  const agents: Record<string, unknown> = {}
  for (const id of ['opencode-acp', 'claude-code', 'codex', 'gemini', 'qwen', 'goose', 'pi', 'amp'])
    agents[id] = { enabled: false }
  const custom: unknown[] = []
  for (const id of ids) {
    if (id === 'opencode-acp') agents[id] = { enabled: true }
    else if (id === 'plain') {
      const { command, args, env } = preparePlain(homeOf(root, id), modelUrl)
      custom.push({ id, label: 'Plain', command, args, env })
    } else {
      const [recipe, program] = PROGRAMS[id]
      const { env: environment } = ownProgram(root, modelUrl, id)
      // A host has one Codex; which adapter that is, is its program.
      agents[id === 'codex-new' ? 'codex' : id] = {
        enabled: true,
        program: join(agentFolder(recipe), '.bin', program),
        // Gemini's own choice of a model asks another model first, which has no script.
        environment: id === 'gemini' ? { ...environment, GEMINI_MODEL: 'gemini-2.5-flash' } : environment,
      }
    }
  }
  mkdirSync(hearthHome, { recursive: true, mode: 0o700 })
  writeFileSync(join(hearthHome, 'agents.json'), JSON.stringify({ v: 1, agents, custom }), { mode: 0o600 })
}
