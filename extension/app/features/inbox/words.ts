import { visible } from '@hearth/shared/session'

export const inbox = {
  title: 'Inbox',
  back: 'Back',
  none: 'Nothing waits for you',
  noneMore: 'Whatever your agents ask, on any host, shows here.',
  unsure: 'Nothing is known to wait',
  notifications: 'Notifications',
  away: (host: string): string => `Not connected to ${visible(host)}: what waits there now is not known.`,
  asBefore: 'As of the last contact',
  untitled: 'A session',
  list: (session: string): string => `Waits in ${visible(session)}`,
} as const

/** What the count in the header says to those who can't see it. */
export const countWords = (count: number): string =>
  count === 1 ? '1 request waits: open the inbox' : `${count} requests wait: open the inbox`
