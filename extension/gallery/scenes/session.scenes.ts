import type { Scenes } from '../scenes.ts'
import { Session } from './Session.tsx'
import { SESSION_STATES, type SessionSceneName } from './session-states.ts'

const names = Object.keys(SESSION_STATES) as SessionSceneName[]

export const scenes: Scenes = Object.fromEntries(names.map((name) => [name, () => Session({ name })]))
