import type { Scenes } from '../scenes.ts'
import { Controls } from './Controls.tsx'
import { Messages } from './Messages.tsx'
import { Overlay } from './Overlay.tsx'

export const scenes: Scenes = {
  controls: Controls,
  messages: Messages,
  sheet: () => Overlay({ kind: 'sheet' }),
  menu: () => Overlay({ kind: 'menu' }),
  toast: () => Overlay({ kind: 'toast' }),
}
