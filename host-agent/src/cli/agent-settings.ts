import { lstatSync } from 'node:fs'
import { join } from 'node:path'

/** Where agents look for settings of a project: what they find may start programs, and allow what they would ask for. */
const PLACES = [
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.codex/config.toml',
  '.cursor/mcp.json',
  '.gemini/settings.json',
  '.mcp.json',
  '.opencode',
  '.pi',
  '.qwen/settings.json',
  'opencode.json',
  'opencode.jsonc',
] as const

/** Settings for agents that a repository brings along, by their paths in it. */
const agentSettingsIn = (folder: string): string[] =>
  PLACES.filter((path) => {
    try {
      return lstatSync(join(folder, path), { throwIfNoEntry: false }) !== undefined
    } catch {
      // A folder that can't be looked into is not this command's matter.
      return false
    }
  })

/** What is said of them to who lets agents work there; null where there are none. */
export const agentSettingsWords = (folder: string): string | null => {
  const found = agentSettingsIn(folder)
  if (found.length === 0) return null
  return `It has settings of its own for agents: ${found.join(', ')}. Agents may run and allow what these say without asking. Read them before you start a session here.`
}
