import { type AgentEntry, PLAIN } from '../entry.ts'

/** Gemini CLI, which speaks ACP itself. */
export const gemini: AgentEntry = {
  ...PLAIN,
  id: 'gemini',
  label: 'Gemini CLI',
  program: 'gemini',
  quirks: 'gemini',
  args: ['--acp'],
  install: 'Install it with: npm install -g @google/gemini-cli',
  signIn: 'Sign in by running gemini once, or set GEMINI_API_KEY.',
}
