import type { Scenes } from '../scenes.ts'
import { HostScene, HostsScene, StatusScene } from './Status.tsx'

export const scenes: Scenes = {
  'status-live': () => StatusScene({ of: 'live' }),
  'status-away': () => StatusScene({ of: 'away' }),
  'status-revoked': () => StatusScene({ of: 'revoked' }),
  host: HostScene,
  hosts: HostsScene,
}
