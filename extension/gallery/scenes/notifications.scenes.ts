import type { Scenes } from '../scenes.ts'
import { NotificationsScene } from './Notifications.tsx'

export const scenes: Scenes = {
  notifications: () => NotificationsScene({ on: true, permission: 'granted' }),
  'notifications-off': () => NotificationsScene({ permission: 'default' }),
  'notifications-denied': () => NotificationsScene({ permission: 'denied' }),
}
