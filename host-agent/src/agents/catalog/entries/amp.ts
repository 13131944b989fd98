import { type AgentEntry, PLAIN } from '../entry.ts'

/**
 * Amp through `amp-acp`, the adapter that ACP's registry of agents lists. No test here has driven it: it works with
 * a paid account only.
 */
export const amp: AgentEntry = {
  ...PLAIN,
  id: 'amp',
  label: 'Amp',
  program: 'amp-acp',
  // It is not known what it does with --version: its package is asked.
  version: null,
  install: 'Install it with: npm install -g amp-acp',
  signIn: 'Sign in with: amp login (or amp-acp --setup), or set AMP_API_KEY.',
}
