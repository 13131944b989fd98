import type { Scenes } from '../scenes.ts'
import { InboxScene } from './Inbox.tsx'

export const scenes: Scenes = {
  inbox: () => InboxScene({ of: 'full' }),
  'inbox-empty': () => InboxScene({ of: 'none' }),
  'inbox-count': () => InboxScene({ of: 'one', home: true }),
}
