import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { World } from './world.ts'

const SERVER = fileURLToPath(new URL('../../dist/world/notes-server.js', import.meta.url))

/** Where the notes of a world's MCP server are; there is no such file before the first one. */
export const notesFile = ({ sandbox }: World): string => join(sandbox.root, 'notes.txt')

/** Gives every agent of a world that is not running yet an MCP server `notes`, in its own settings, as a person would. */
export const giveNotes = (world: World): void => {
  const { root } = world.sandbox
  const args = [SERVER, notesFile(world)]
  const server = { command: process.execPath, args }
  change(join(world.env.XDG_CONFIG_HOME ?? '', 'opencode/opencode.json'), (settings) => ({
    ...settings,
    mcp: { notes: { type: 'local', command: [server.command, ...args] } },
  }))
  change(join(root, 'agents/claude-code/.claude/.claude.json'), (settings) => ({
    ...settings,
    mcpServers: { notes: { type: 'stdio', ...server } },
  }))
  for (const codex of ['codex', 'codex-new']) {
    const file = join(root, 'agents', codex, '.codex/config.toml')
    mkdirSync(dirname(file), { recursive: true })
    appendFileSync(
      file,
      `\n[mcp_servers.notes]\ncommand = ${JSON.stringify(server.command)}\nargs = ${JSON.stringify(args)}\n`,
    )
  }
}

const change = (file: string, how: (settings: Record<string, unknown>) => Record<string, unknown>): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(how(read(file)), null, 2))
}

const read = (file: string): Record<string, unknown> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}
