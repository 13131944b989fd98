import { type AgentEntry, PLAIN } from '../entry.ts'

/**
 * goose, which speaks ACP itself since 1.8.0 by its own documentation. It is no npm package, so that no test here
 * has driven the real program.
 */
export const goose: AgentEntry = {
  ...PLAIN,
  id: 'goose',
  label: 'goose',
  program: 'goose',
  args: ['acp'],
  install: 'Install goose 1.8 or later, as its documentation says: https://block.github.io/goose',
  signIn: 'Choose a provider with: goose configure',
}
