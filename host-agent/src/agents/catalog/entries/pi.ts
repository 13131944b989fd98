import { type AgentEntry, PLAIN } from '../entry.ts'

/** pi through its ACP adapter, which starts the program `pi`. The adapter tells no version of its own. */
export const pi: AgentEntry = {
  ...PLAIN,
  id: 'pi',
  label: 'pi',
  program: 'pi-acp',
  quirks: 'pi',
  version: null,
  needs: { program: 'pi', install: 'Install it with: npm install -g @earendil-works/pi-coding-agent' },
  install: 'Install it with: npm install -g pi-acp @earendil-works/pi-coding-agent',
  signIn: 'Sign in by running pi and typing /login, or set the API key of your provider.',
}
