import type { Limit } from '@hearth/shared/session'

/** Bounds of request cards; docs/limits.md lists them. */
export const REQUEST_CARD_LIMITS = {
  armMs: {
    value: 600,
    unit: 'ms',
    why: 'A card takes no press for this long after it appeared, moved or changed: a double tap is over by then',
  },
  holdMs: {
    value: 800,
    unit: 'ms',
    why: 'A press that allows what is grave is held down for this long: longer than any tap, short enough for a habit of care',
  },
  coverMs: {
    value: 100,
    unit: 'ms',
    why: 'Between two looks at what covers a card: the shortest that browsers accept when they track that',
  },
  stillPx: {
    value: 2,
    unit: 'px',
    why: 'What a card may move without counting as moved: rounding of fractional pixels',
  },
  lookMs: {
    value: 250,
    unit: 'ms',
    why: 'For the browser to tell what of a new card is on the screen, before the card says that some is not',
  },
  slowMs: {
    value: 5_000,
    unit: 'ms',
    why: 'A decision under way for longer says that the host has not answered; the link itself gives up after 30 s',
  },
  foldLines: {
    value: 14,
    unit: 'lines',
    why: 'Lines of an exact text before "Show all": with its buttons a short request fits a phone’s screen',
  },
  foldChars: {
    value: 700,
    unit: 'characters',
    why: 'Characters of an exact text before "Show all": as much as those lines hold at 320 px',
  },
  wordsChars: {
    value: 160,
    unit: 'characters',
    why: 'Of the agent’s own words before they fold: they decide nothing and must not push the facts away',
  },
  previewChars: {
    value: 120,
    unit: 'characters',
    why: 'Of the exact text in a row that opens the card; marked as a preview, nothing is decided there',
  },
  receiptMs: {
    value: 8_000,
    unit: 'ms',
    why: 'What a request came to stays above the composer this long; then the transcript has it',
  },
  reasonNearly: {
    value: 200,
    unit: 'characters',
    why: 'Room left in a reason from which on it is said how much there is',
  },
  draftsKept: {
    value: 32,
    unit: 'drafts',
    why: 'Half-filled cards of one kind kept in memory: more than agents ask at once',
  },
  jsonDepth: {
    value: 16,
    unit: 'levels',
    why: 'Of JSON that are set in: deeper ones would leave no room for words at 320 px',
  },
  holdFromRisk: {
    value: 3,
    unit: 'of 4',
    why: 'Risk from which allowing takes a held press and a code is shown: what reaches beyond the worktree',
  },
} as const satisfies Record<string, Limit>
