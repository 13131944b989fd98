import { visible } from '@hearth/shared/session'

/** What people read about pages and the way back to them. */
export const PAGE_WORDS = {
  back: (host: string): string => `Back to the page · ${visible(host)}`,
  open: (host: string): string => `Open the page · ${visible(host)}`,
  switchOn: 'Switch on here',
} as const
