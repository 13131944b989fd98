import type { JSX } from 'solid-js'
import { Controls } from './scenes/Controls.tsx'
import { Messages } from './scenes/Messages.tsx'
import { Overlay } from './scenes/Overlay.tsx'
import { Session } from './scenes/Session.tsx'
import { SESSION_STATES, type SessionSceneName } from './scenes/session-states.ts'

const sessions = Object.fromEntries(
  (Object.keys(SESSION_STATES) as SessionSceneName[]).map((name) => [name, () => Session({ name })]),
) as Record<SessionSceneName, () => JSX.Element>

/** Everything there is to look at, by name. */
export const SCENES = {
  controls: Controls,
  messages: Messages,
  sheet: () => Overlay({ kind: 'sheet' }),
  menu: () => Overlay({ kind: 'menu' }),
  toast: () => Overlay({ kind: 'toast' }),
  ...sessions,
} as const satisfies Record<string, () => JSX.Element>

export type SceneName = keyof typeof SCENES
