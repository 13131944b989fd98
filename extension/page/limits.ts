import type { Limit } from '@hearth/shared/session'

/** Bounds of what is taken from pages; docs/limits.md lists them. Pages are hostile: each loop over one is bounded. */
export const PAGE_LIMITS = {
  pageNodes: {
    value: 60_000,
    unit: 'nodes',
    why: 'Nodes looked at in one page: the longest documentation pages seen have 20,000, and each costs its style and place',
  },
  pageDepth: {
    value: 120,
    unit: 'levels',
    why: 'Levels of a page that are kept: what is deeper is put into the last one, so that nothing runs out of stack',
  },
  pageText: {
    value: 120_000,
    unit: 'UTF-16 units',
    why: 'Markdown of one page: two of them fit into a prompt; what is longer is cut, and says so',
  },
  pageSelection: {
    value: 60_000,
    unit: 'UTF-16 units',
    why: 'Markdown of one selection: more is a page',
  },
  pageAround: {
    value: 4_000,
    unit: 'UTF-16 units',
    why: 'Markdown of the passage around a selection: a few paragraphs say what it is about',
  },
  pageQuote: {
    value: 300,
    unit: 'UTF-16 units',
    why: 'Selected text kept word for word, to find the place in the page again',
  },
  pageAddress: {
    value: 2_048,
    unit: 'UTF-16 units',
    why: 'Address of a page as a prompt takes it; a longer one loses its fragment, then its query',
  },
  pageTitle: {
    value: 200,
    unit: 'UTF-16 units',
    why: 'Title of a page: a line',
  },
  linkAddress: {
    value: 500,
    unit: 'UTF-16 units',
    why: 'Address of a link within a page; a longer one is a token of somebody else, and its words stay without it',
  },
  imageWords: {
    value: 120,
    unit: 'UTF-16 units',
    why: 'Words that stand for an image in a page: they are not to be seen there, so they must be few',
  },
  imageEdge: {
    value: 1_568,
    unit: 'pixels',
    why: 'Longer edge of an image that is sent: the models known scale down what is larger',
  },
  imageData: {
    value: 496 * 1024,
    unit: 'base64 characters',
    why: 'One image from a page: two fit into a prompt',
  },
  imageFetch: {
    value: 24 * 1024 * 1024,
    unit: 'bytes',
    why: 'An image as the page has it, before it is made smaller: a camera’s largest',
  },
  pickStyles: {
    value: 24,
    unit: 'styles',
    why: 'Styles told of a picked element: those that say how it looks, not the 300 there are',
  },
  pickText: {
    value: 4_000,
    unit: 'UTF-16 units',
    why: 'Text told of a picked element beside its picture',
  },
  pickSelector: {
    value: 400,
    unit: 'UTF-16 units',
    why: 'A selector that somebody can read',
  },
  waitingPages: {
    value: 8,
    unit: 'pieces',
    why: 'Pieces of pages that wait for a window’s panel: more than a person takes before the panel is painted',
  },
  readingMs: {
    value: 10_000,
    unit: 'ms',
    why: 'A page is read within this, or its own script keeps it busy: reading 20,000 nodes takes under a second',
  },
  pickingMs: {
    value: 300_000,
    unit: 'ms',
    why: 'An element is picked within this, or the person has gone on to something else',
  },
  sitesOff: {
    value: 500,
    unit: 'sites',
    why: 'Sites switched off by one person',
  },
  knownTabs: {
    value: 200,
    unit: 'tabs',
    why: 'Tabs remembered by the page that was taken from them, to go back there',
  },
} as const satisfies Record<string, Limit>
