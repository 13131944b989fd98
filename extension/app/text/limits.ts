import type { Limit } from '@hearth/shared/session'

/** Bounds of what is drawn from text; docs/limits.md lists them. */
export const TEXT_LIMITS = {
  foldedLines: {
    value: 12,
    unit: 'lines',
    why: 'Lines shown of a long text before "Show all": half a phone’s screen; the rest is one press away',
  },
  foldedLineChars: {
    value: 160,
    unit: 'characters',
    why: 'What a line counts for in a folded text: four lines of a narrow panel, so that one giant line folds as well',
  },
} as const satisfies Record<string, Limit>
