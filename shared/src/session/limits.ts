import type { Limit } from './limit.ts'

/** Bounds of a session's state; docs/limits.md lists them. */
export const SESSION_LIMITS = {
  promptText: {
    value: 256 * 1024,
    unit: 'UTF-16 units',
    why: 'Text of one prompt over all of its blocks; larger material belongs in a file of the worktree',
  },
  promptBlocks: {
    value: 32,
    unit: 'blocks',
    why: 'Content blocks of one prompt: more is a program, not a person',
  },
  requestBytes: {
    value: 48 * 1024,
    unit: 'bytes',
    why: 'A permission request that a person can read; a larger one is refused rather than truncated',
  },
  openTextBlocks: {
    value: 8,
    unit: 'blocks',
    why: 'Text blocks of a turn that may grow at once: one delta copies this list, so it must stay short',
  },
  noticesKept: {
    value: 50,
    unit: 'notices',
    why: 'Newest notices kept per turn and per session: a provider that retries for hours must not grow the state',
  },
  questions: {
    value: 32,
    unit: 'questions',
    why: 'Questions answered at once: an agent asks up to four',
  },
  answersPerQuestion: {
    value: 64,
    unit: 'answers',
    why: 'Answers to one question: as many options as a person would look through',
  },
  answerText: {
    value: 16_384,
    unit: 'UTF-16 units',
    why: 'One answer in the person’s own words: a page or two',
  },
} as const satisfies Record<string, Limit>
