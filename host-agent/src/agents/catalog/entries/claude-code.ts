import { type AgentEntry, PLAIN } from '../entry.ts'

/** Claude Code through its ACP adapter, which brings Claude Code with it. */
export const claudeCode: AgentEntry = {
  ...PLAIN,
  id: 'claude-code',
  label: 'Claude Code',
  program: 'claude-agent-acp',
  quirks: 'claude',
  install: 'Install it with: npm install -g @agentclientprotocol/claude-agent-acp',
  signIn: 'Sign in by running claude and typing /login, or set ANTHROPIC_API_KEY.',
}
