import type { Limit } from '@hearth/shared/session'

/** Bounds of what is drawn from text; docs/limits.md lists them. */
export const TEXT_LIMITS = {
  blockDepth: {
    value: 24,
    unit: 'levels',
    why: 'Quotes and lists inside one another: people write 4; the parser and the page recurse as deep as this',
  },
  inlineDepth: {
    value: 12,
    unit: 'levels',
    why: 'Emphasis and links inside one another: each level reads its text once more',
  },
  inlineRun: {
    value: 4_096,
    unit: 'UTF-16 units',
    why: 'Text in which emphasis and links find their ends: the grammar’s worst case grows with its square',
  },
  eagerTail: {
    value: 512,
    unit: 'UTF-16 units',
    why: 'Open block up to which each line is tried for an end; above, only after an eighth more',
  },
  drawnTail: {
    value: 2_048,
    unit: 'UTF-16 units',
    why: 'Open block that is drawn anew with each delta; above, new text waits as it is for a sixteenth more',
  },
  definitions: {
    value: 1_000,
    unit: 'definitions',
    why: 'Link definitions of one message: all are looked through for each block; more stay without effect',
  },
  destinationShown: {
    value: 200,
    unit: 'characters',
    why: 'Of a destination that is refused: enough to see what it is; one may hold a whole file',
  },
  chunkLines: {
    value: 50,
    unit: 'lines',
    why: 'Lines of code or diff laid out together: the browser skips those that are out of sight',
  },
  textNode: {
    value: 4_096,
    unit: 'UTF-16 units',
    why: 'One text node that grows: appending copies it whole',
  },
  copiedMs: {
    value: 2_000,
    unit: 'ms',
    why: 'How long a Copy button says what became of it: long enough to be read, gone before the next press',
  },
  wordMarkChars: {
    value: 1_000,
    unit: 'UTF-16 units',
    why: 'Both lines of a pair whose words are compared: the cost grows with the square, and longer lines are data',
  },
  diffLines: {
    value: 60,
    unit: 'lines',
    why: 'Lines of a diff shown before "Show all": two screens of a phone; the rest is one press away',
  },
  highlightChars: {
    value: 50_000,
    unit: 'UTF-16 units',
    why: 'Code that is coloured: some seconds of idle time on a phone; longer code reads without',
  },
  highlightLine: {
    value: 1_000,
    unit: 'UTF-16 units',
    why: 'One line that is coloured: longer ones are generated, and grammars slow down on them',
  },
  highlightSlice: {
    value: 10,
    unit: 'lines',
    why: 'Lines coloured in one idle moment: a few milliseconds, so that nothing a person does waits',
  },
  highlightWaitMs: {
    value: 1_000,
    unit: 'ms',
    why: 'How long colours wait for an idle moment before they take one',
  },
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
