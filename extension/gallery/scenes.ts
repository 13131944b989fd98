import type { JSX } from 'solid-js'
import { Controls } from './scenes/Controls.tsx'
import { Messages } from './scenes/Messages.tsx'
import { Overlay } from './scenes/Overlay.tsx'

/** Everything there is to look at, by name. */
export const SCENES = {
  controls: Controls,
  messages: Messages,
  sheet: () => Overlay({ kind: 'sheet' }),
  menu: () => Overlay({ kind: 'menu' }),
  toast: () => Overlay({ kind: 'toast' }),
} as const satisfies Record<string, () => JSX.Element>

export type SceneName = keyof typeof SCENES
