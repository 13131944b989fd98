import { type AgentEntry, PLAIN } from '../entry.ts'

/** Qwen Code, which speaks ACP itself. */
export const qwen: AgentEntry = {
  ...PLAIN,
  id: 'qwen',
  label: 'Qwen Code',
  program: 'qwen',
  quirks: 'qwen',
  args: ['--acp'],
  install: 'Install it with: npm install -g @qwen-code/qwen-code',
  signIn:
    'Sign in by running qwen and typing /auth, or set OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL.',
}
