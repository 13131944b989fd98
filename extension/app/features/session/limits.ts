import type { Limit } from '@hearth/shared/session'

/** Bounds of what a session's screen does; docs/limits.md lists them, a test compares. */
export const SESSION_SCREEN_LIMITS = {
  promptLines: {
    value: 12,
    unit: 'lines',
    why: 'Lines shown of a prompt before "Show all": what was asked must not push the answer out of sight',
  },
  outputLines: {
    value: 16,
    unit: 'lines',
    why: 'Lines shown of a tool’s output or input before "Show all"',
  },
  errorLines: {
    value: 6,
    unit: 'lines',
    why: 'Lines shown of why a turn failed before "Show all"',
  },
  noticeLines: {
    value: 4,
    unit: 'lines',
    why: 'Lines shown of a notice before "Show all"',
  },
  chipText: {
    value: 120,
    unit: 'characters',
    why: 'Characters shown of a prompt that waits above the composer: one line; the whole text comes back with Edit',
  },
  lineText: {
    value: 400,
    unit: 'characters',
    why: 'Characters of a tool’s target in its line: what the widest panel shows; all of it stands inside',
  },
  previewText: {
    value: 160,
    unit: 'characters',
    why: 'Characters of reasoning beside its fold: one line',
  },
  staleAfter: {
    value: 700,
    unit: 'ms',
    why: 'A device that catches up faster says nothing of it: words that flash are worse than none',
  },
  quickTool: {
    value: 2_000,
    unit: 'ms',
    why: 'A tool that took less is told without its time: only what one waited for is worth the words',
  },
  finds: {
    value: 500,
    unit: 'finds',
    why: 'Places that finding in a session lists: past them more letters help more than more places',
  },
  marks: {
    value: 200,
    unit: 'marks',
    why: 'Finds that are marked in one row: enough for a screen of it',
  },
  findWait: {
    value: 150,
    unit: 'ms',
    why: 'From the last letter to looking for it: not at every key',
  },
  findSlice: {
    value: 8,
    unit: 'ms',
    why: 'Looking through turns before the page may draw: half a frame',
  },
  fileName: {
    value: 60,
    unit: 'characters',
    why: 'Length of a session’s title in the name of its exported file',
  },
  elapsedStep: {
    value: 1_000,
    unit: 'ms',
    why: 'How often the time of the running turn is told anew: it is told in seconds',
  },
  foundFiles: {
    value: 20,
    unit: 'files',
    why: 'Files shown after an @: more letters help sooner than scrolling',
  },
  findPauseMs: {
    value: 80,
    unit: 'ms',
    why: 'Pause in typing before the host is asked for files: within a quick word it is asked once or twice',
  },
  mentions: {
    value: 5,
    unit: 'lines',
    why: 'Tabs, and sessions, shown after an @ beside the files: one screen holds all three',
  },
  quotedTurns: {
    value: 2,
    unit: 'turns',
    why: 'Turns of another session that are quoted: what it came to, not how',
  },
  quotedText: {
    value: 24_000,
    unit: 'UTF-16 units',
    why: 'Text quoted of another session: some 6,000 tokens; the end counts',
  },
  history: {
    value: 200,
    unit: 'prompts',
    why: 'Prompts that the arrow keys go back through: nobody presses longer',
  },
} as const satisfies Record<string, Limit>
