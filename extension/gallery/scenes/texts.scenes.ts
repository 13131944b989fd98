import type { Scenes } from '../scenes.ts'
import { Texts } from './Texts.tsx'

export const scenes: Scenes = { texts: () => Texts() }
