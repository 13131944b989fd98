/** What people read on the search screen. */
export const W = {
  title: 'Search',
  back: 'Back',
  label: 'Search in all sessions',
  hint: 'Words, or "words in this order"',
  begin: 'Search what was said',
  beginNote:
    'In prompts, answers, reasoning and tool calls of all sessions. Case and accents make no difference.',
  searching: 'Searching…',
  slow: 'The host reads through its sessions, the newest first.',
  more: 'There is more than is shown. Another word narrows it down.',
  asked: 'Asked',
  answered: 'Answered',
  untitled: 'Untitled session',
  archived: 'archived',
  inTitle: 'Its title has these words.',
  clear: 'Clear',
} as const

export const nothing = (query: string): string => `Nothing found for “${query}”`

export const found = (hits: number, sessions: number): string =>
  `${hits} ${hits === 1 ? 'place' : 'places'} in ${sessions} ${sessions === 1 ? 'session' : 'sessions'}`

export const moreOf = (count: number): string => (count === 1 ? '1 more place' : `${count} more places`)

export const away = (host: string): string => `${host} is away: its sessions were not searched.`

export const failed = (host: string, why: string): string => `${host} did not search: ${why}`

export const turn = (n: number): string => `turn ${n}`
