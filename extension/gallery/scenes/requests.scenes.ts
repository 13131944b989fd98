import type { Scenes } from '../scenes.ts'
import { REQUEST_SCENES } from './request-scenes.tsx'

export const scenes: Scenes = REQUEST_SCENES
