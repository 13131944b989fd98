import { type AgentEntry, PLAIN } from '../entry.ts'

const FOUND = {
  program: 'opencode',
  folders: ['~/.opencode/bin'],
  bundled: { package: `opencode-${process.platform}-${process.arch}`, file: 'bin/opencode' },
  args: ['acp'],
  quirks: 'opencode',
  install: 'Install it (npm install -g opencode-ai) or name its path in agents.json.',
  signIn: 'Sign in with: opencode auth login',
} as const

/** opencode 1.x through its own server, later versions through `opencode acp`: see docs/agents/opencode.md. */
export const opencode: AgentEntry = { ...PLAIN, ...FOUND, id: 'opencode', label: 'opencode', by: 'opencode' }

/** The same program over ACP whatever its version, without sub-agents; off unless asked for: it is the same agent twice. */
export const opencodeAcp: AgentEntry = {
  ...PLAIN,
  ...FOUND,
  id: 'opencode-acp',
  label: 'opencode (ACP)',
  enabled: false,
}
