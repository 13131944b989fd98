import type { Limit } from './limit.ts'

/** Bounds of a session's state; docs/limits.md lists them. */
export const SESSION_LIMITS = {
  promptText: {
    value: 256 * 1024,
    unit: 'UTF-16 units',
    why: 'Text of one prompt over all of its blocks; larger material belongs in a file of the worktree',
  },
  promptImages: {
    value: 1024 * 1024,
    unit: 'base64 characters',
    why: 'Images of one prompt together: a screenshot of a page fits, and the prompt stays one event',
  },
  promptReference: {
    value: 2_048,
    unit: 'UTF-16 units',
    why: 'Address or name of what a prompt refers to: as long as browsers take',
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
  choices: {
    value: 200,
    unit: 'choices',
    why: 'Models, modes and commands that an agent offers: one that offers every model of the world has about 150',
  },
  choiceText: {
    value: 300,
    unit: 'UTF-16 units',
    why: 'Name or description of a choice: a line or two in a list',
  },
  tasks: {
    value: 16,
    unit: 'tasks',
    why: 'Background commands of one agent session: more than a person would follow',
  },
  ruleText: {
    value: 1_024,
    unit: 'UTF-16 units',
    why: 'A word, path or host of a rule: a person has to read it before it counts',
  },
  ruleWords: {
    value: 16,
    unit: 'words',
    why: 'Words, paths or hosts of one rule: more is nothing that a person would check',
  },
  suggestions: {
    value: 4,
    unit: 'rules',
    why: 'Rules that a request suggests: from this very command to its kind, a short list on a phone',
  },
  queryText: {
    value: 200,
    unit: 'UTF-16 units',
    why: 'What is looked at of words that are searched for: more is a text, not a search',
  },
  queryWords: {
    value: 8,
    unit: 'words',
    why: 'Words that are searched for together: each is looked for by itself',
  },
  formFields: {
    value: 32,
    unit: 'fields',
    why: 'Fields of a form: known servers ask for up to ten',
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
