import type { Limit } from '@hearth/shared/session'

/** Bounds of what goes along with a prompt; docs/limits.md lists them, a test compares. */
export const ATTACH_LIMITS = {
  imageSide: {
    value: 1_568,
    unit: 'px',
    why: 'Longest side of a picture that is sent: the known models make larger ones this small themselves',
  },
  imageData: {
    value: 384 * 1024,
    unit: 'base64 characters',
    why: 'One picture: a screenshot stays readable, and two or three fit one prompt',
  },
  imageFile: {
    value: 40 * 1024 * 1024,
    unit: 'bytes',
    why: 'A picture’s file before it is made smaller: more than cameras of phones give',
  },
  textFile: {
    value: 1024 * 1024,
    unit: 'bytes',
    why: 'A text file that is looked into: the longest text of a prompt fits in any script',
  },
  files: {
    value: 16,
    unit: 'files',
    why: 'Files taken from one drop or one choice: more than that is a folder',
  },
  pasteCharacters: {
    value: 4_000,
    unit: 'UTF-16 units',
    why: 'A pasted text longer than this is attached: two screens of a phone, in which what was typed would be lost',
  },
  pasteLines: {
    value: 60,
    unit: 'lines',
    why: 'A pasted text with more lines is attached, for the same reason',
  },
  nearPart: {
    value: 80,
    unit: '%',
    why: 'Of what a prompt holds: from here on it is said how full it is',
  },
} as const satisfies Record<string, Limit>
