import { type AgentEntry, PLAIN } from '../entry.ts'

/** Codex through an ACP adapter, which brings Codex with it. Zed's older adapter has the same name and works too. */
export const codex: AgentEntry = {
  ...PLAIN,
  id: 'codex',
  label: 'Codex',
  program: 'codex-acp',
  quirks: 'codex',
  install: 'Install it with: npm install -g @agentclientprotocol/codex-acp',
  signIn: 'Sign in with: codex login, or set OPENAI_API_KEY.',
}
