import type { Scenes } from '../scenes.ts'
import { ATTACHED, FULL, ONE, PAGES } from './attached.ts'
import { Session } from './Session.tsx'
import { SESSION_STATES, type SessionSceneName } from './session-states.ts'

const names = Object.keys(SESSION_STATES) as SessionSceneName[]

export const scenes: Scenes = {
  ...Object.fromEntries(names.map((name) => [name, () => Session({ name })])),
  'session-queue-edit': () =>
    Session({ name: 'session-queue', opens: ['li:nth-child(2) button[aria-label="Edit"]'] }),
  'session-steer': () => Session({ name: 'session-joined', draft: 'Mind the time zones, too' }),
  'session-agent-sheet': () => Session({ name: 'session-agents', opens: ['button[aria-label^="Agent:"]'] }),
  'session-options-sheet': () => Session({ name: 'session-offer', opens: ['button[aria-label^="Options"]'] }),
  'session-context-sheet': () => Session({ name: 'session-tasks', opens: ['button[aria-label^="Context"]'] }),
  'session-slash': () => Session({ name: 'session-offer', types: '/re' }),
  'session-attached': () => Session({ name: 'session-offer', draft: ATTACHED }),
  'session-attached-full': () => Session({ name: 'session-offer', draft: FULL }),
  'session-attached-one': () => Session({ name: 'session-joined', draft: ONE }),
  'session-mention': () => Session({ name: 'session-offer', types: 'Does @str', pages: PAGES }),
  'session-attach-menu': () =>
    Session({ name: 'session-offer', opens: ['button[aria-label="Attach"]'], pages: PAGES }),
  'session-attachment-sheet': () =>
    Session({ name: 'session-offer', draft: ATTACHED, opens: ['li:nth-child(3) button[data-face]'] }),
  'session-tasks-open': () => Session({ name: 'session-tasks', opens: ['footer summary'] }),
}
