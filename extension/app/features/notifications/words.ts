import { visible } from '@hearth/shared/session'
import type { NoticePermission, Reach, ReachTrouble } from '../../state/notifier.ts'
import type { Tone } from '../../ui/Dot.tsx'

export const notifications = {
  title: 'Notifications',
  back: 'Back',
  on: 'Notifications on this device',
  onHint: 'They show the exact command, sealed by your host for this device. Nobody between can read them.',
  what: 'What for',
  requests: 'Requests that wait for me',
  turns: 'Turns that have ended',
  quiet: 'Quiet hours',
  quietHint: (zone: string): string =>
    `In these hours only requests of the highest risk wake you. Time of ${visible(zone)}.`,
  from: 'From',
  to: 'To',
  hosts: 'How hosts reach this device',
  noHost: 'Pair a host first: notifications come from there.',
  test: 'Test',
  testing: 'On its way…',
  came: (ms: number): string => `There and back in ${ms} ms`,
  testOf: (host: string): string => `Send a test from ${visible(host)}`,
  switching: 'Asking the browser…',
} as const

/** Why notifications can't be switched on, and what to do. */
export interface Obstacle {
  readonly title: string
  readonly text: string
}

export const OBSTACLE: Readonly<Record<Exclude<NoticePermission, 'default' | 'granted'>, Obstacle>> = {
  denied: {
    title: 'This browser blocks notifications of Hearth',
    text: 'It doesn’t ask again by itself. Allow notifications for this page in the browser’s settings (the icon before its address), then switch them on here. What waits still shows in the inbox.',
  },
  unsupported: {
    title: 'This browser has no notifications for pages',
    text: 'What waits shows in the inbox while Hearth is open. Another browser, or the extension, can tell you when it is not.',
  },
  'home-screen': {
    title: 'First put Hearth on the Home Screen',
    text: 'On iPhone and iPad only apps on the Home Screen get notifications: open the Share menu, choose “Add to Home Screen”, open Hearth from there, and switch them on.',
  },
}

const whyWords = (why: ReachTrouble): string => {
  if (why === 'denied') return 'The browser did not allow it.'
  if (why === 'no-service')
    return 'The browser reached no push service. Some browsers and networks block theirs; try again later, or use another browser.'
  return `${visible(why.message)}.`
}

/** How a host reaches this device, as a dot, a few words and, where there is more to say, a line. */
export const reachWords = (
  reach: Reach,
  live: boolean,
): { readonly tone: Tone; readonly text: string; readonly more: string | null } => {
  switch (reach.state) {
    case 'off':
      return { tone: 'idle', text: 'Off', more: null }
    case 'waits':
      return live
        ? { tone: 'info', text: 'Being arranged', more: null }
        : { tone: 'warn', text: 'Not yet', more: 'It is arranged as soon as the host is connected.' }
    case 'push':
      return { tone: 'ok', text: 'Wakes this device', more: null }
    case 'link':
      return {
        tone: 'ok',
        text: 'While this browser runs',
        more: reach.why === null ? null : whyWords(reach.why),
      }
    case 'failed':
      return { tone: 'danger', text: 'Can’t reach this device', more: whyWords(reach.why) }
  }
}

/** Why a test came to nothing. */
export const testFailed = (code: string, message: string): string =>
  code === 'link.timeout'
    ? 'It has not come within 30 s. Push services hold some back; if it never comes, switch off and on again.'
    : `${visible(message)}.`
