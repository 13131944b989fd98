import type { Scenes } from '../scenes.ts'
import { HostsScene, StatusScene } from './Status.tsx'

export const scenes: Scenes = {
  'status-live': () => StatusScene({ of: 'live' }),
  'status-away': () => StatusScene({ of: 'away' }),
  'status-revoked': () => StatusScene({ of: 'revoked' }),
  hosts: HostsScene,
}
