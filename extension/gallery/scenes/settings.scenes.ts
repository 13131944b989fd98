import type { Scenes } from '../scenes.ts'
import { ManageScene, SettingsScene } from './Settings.tsx'

export const scenes: Scenes = {
  settings: () => SettingsScene(),
  manage: () => ManageScene({ admin: true }),
  'manage-reader': () => ManageScene({ admin: false }),
}
