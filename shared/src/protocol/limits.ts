import { type Limit, SESSION_LIMITS } from '../session/index.ts'

/** Bounds of messages and frames between device and host; docs/limits.md lists them, a test compares. */
export const WIRE_LIMITS = {
  messageBytes: {
    value: 16 * 1024 * 1024,
    unit: 'bytes',
    why: 'One message: a long transcript’s snapshot fits, and one stream can’t fill a phone’s memory',
  },
  frameContentBytes: {
    value: 16_380,
    unit: 'bytes',
    why: 'Content of one frame: fills the 16,384-byte bucket with its length field, and seals in well under a millisecond',
  },
  openStreams: {
    value: 8,
    unit: 'messages',
    why: 'Chunked messages in flight from one peer: a sender interleaves few, so more is an attempt to hold memory',
  },
  openStreamBytes: {
    value: 32 * 1024 * 1024,
    unit: 'bytes',
    why: 'Announced size of all chunked messages in flight from one peer: two of the largest',
  },
  depth: {
    value: 32,
    unit: 'levels',
    why: 'Nesting of a message: the schemas need 8, and what reads them must not run out of stack',
  },
  keys: {
    value: 64,
    unit: 'keys',
    why: 'Keys of one map in a message: the schemas need 15, and each is held against those before it',
  },
  eventBytes: {
    value: 2 * 1024 * 1024,
    unit: 'bytes',
    why: 'One event, inflated: the longest prompt fits twice, a compression bomb does not',
  },
  deflateFrom: {
    value: 1024,
    unit: 'bytes',
    why: 'Events from here on are deflated where it helps: below, it costs time and gains nothing',
  },
  titleLength: {
    value: 200,
    unit: 'UTF-16 units',
    why: 'Title of a session: a line of a list, not a text',
  },
  nameLength: {
    value: 80,
    unit: 'UTF-16 units',
    why: 'Name of a host, device, project, agent or app: what a person reads at a glance',
  },
  queryLength: {
    value: 200,
    unit: 'UTF-16 units',
    why: 'What a person searches for: some words or a path',
  },
  foundFiles: {
    value: 50,
    unit: 'files',
    why: 'Files that a search for a name gives: more is scrolled through by nobody',
  },
  searchHits: {
    value: 100,
    unit: 'hits',
    why: 'Places in what was said that a search gives: past them more letters help more than more places',
  },
  searchLine: {
    value: 400,
    unit: 'UTF-16 units',
    why: 'Text around a place that was found: three lines of a phone',
  },
  usageDays: {
    value: 92,
    unit: 'days',
    why: 'Days of usage asked for at once: a quarter, as bars that can still be told apart on a phone',
  },
  usageRows: {
    value: 4_096,
    unit: 'rows',
    why: 'Days by agents and projects of one answer: a quarter with forty of these a day',
  },
  checkWords: {
    value: 2_000,
    unit: 'UTF-16 units',
    why: 'What an agent that does not start said last: enough to see why',
  },
  reasonLength: {
    value: 2_000,
    unit: 'UTF-16 units',
    why: 'What a person tells the agent with a denial: some sentences; more belongs in a prompt',
  },
  ruleBytes: {
    value: 8_192,
    unit: 'bytes',
    why: 'A rule as it travels with a decision: a few words, paths or hosts',
  },
  endpointLength: {
    value: 1_024,
    unit: 'UTF-16 units',
    why: 'Address at a push service: those known have fewer than 600',
  },
  zoneLength: {
    value: 64,
    unit: 'UTF-16 units',
    why: 'Name of a time zone: the longest of the database has 32',
  },
  passkeyLength: {
    value: 8_192,
    unit: 'UTF-16 units',
    why: 'A browser’s registration or assertion as JSON: about 1,500 with attestation left out',
  },
  passkeyIdLength: {
    value: 1_400,
    unit: 'UTF-16 units',
    why: 'A credential’s id: WebAuthn allows 1,023 bytes, base64url',
  },
  watchedRequests: {
    value: 16,
    unit: 'requests',
    why: 'Requests on one screen at a time',
  },
  watchedSessions: {
    value: 4,
    unit: 'sessions',
    why: 'Sessions on one screen at a time',
  },
  foreignIdLength: {
    value: 200,
    unit: 'UTF-16 units',
    why: 'An agent’s own id of a session: those known have fewer than 64',
  },
  appVersionLength: {
    value: 40,
    unit: 'UTF-16 units',
    why: 'Version that an app gives of itself',
  },
  historyTurns: {
    value: 50,
    unit: 'turns',
    why: 'Turns in one page of history: some screens of scrolling',
  },
  queueTurns: {
    value: 200,
    unit: 'turns',
    why: 'Turns named in a new order of the queue: more than may wait in a session',
  },
  subscriptionNumbers: {
    value: 1024,
    unit: 'numbers',
    why: 'Numbers for the subscriptions of a channel: many more than may be open, so that an old one is not met again soon',
  },
} as const satisfies Record<string, Limit>

/** All bounds of this package’s sessions and messages. */
export const LIMITS = { ...SESSION_LIMITS, ...WIRE_LIMITS } as const

/** Largest message in bytes, up or down. */
export const MAX_MESSAGE_BYTES = WIRE_LIMITS.messageBytes.value
/** Largest single event in bytes, inflated. */
export const MAX_EVENT_BYTES = WIRE_LIMITS.eventBytes.value
/** Largest content of one frame in bytes. */
export const MAX_FRAME_CONTENT = WIRE_LIMITS.frameContentBytes.value
