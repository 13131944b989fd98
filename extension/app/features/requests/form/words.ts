/** What is wrong with a field. */
export const wrong = {
  missing: 'This is needed.',
  short: (least: number): string => `At least ${least} characters.`,
  long: (most: number): string => `At most ${most} characters.`,
  number: 'This is not a number.',
  integer: 'A whole number, please.',
  low: (least: number): string => `${least} or more.`,
  high: (most: number): string => `${most} or less.`,
  format: {
    email: 'This is not an email address.',
    uri: 'This is not a web address; it begins with https:// or the like.',
    date: 'This is not a date.',
    'date-time': 'This is not a date with a time.',
  },
} as const
