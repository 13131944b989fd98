import type { Scenes } from '../scenes.ts'
import { ATTACHED } from './attached.ts'
import { SessionsScene } from './Sessions.tsx'

export const scenes: Scenes = {
  home: () => SessionsScene({ of: 'busy' }),
  'home-two-hosts': () => SessionsScene({ of: 'two' }),
  'home-no-host': () => SessionsScene({ of: 'no-host' }),
  'home-no-project': () => SessionsScene({ of: 'no-project' }),
  'home-no-session': () => SessionsScene({ of: 'no-session' }),
  'home-unheard': () => SessionsScene({ of: 'unheard' }),
  new: () => SessionsScene({ of: 'two', making: true }),
  'new-agents': () => SessionsScene({ of: 'agents', making: true }),
  'new-attached': () => SessionsScene({ of: 'agents', making: true, draft: ATTACHED }),
  'new-no-agent': () => SessionsScene({ of: 'no-session', making: true }),
}
