import type { ErrorCode, HearthError } from '@hearth/shared/protocol'

export const APP = 'Hearth'
export const OPENING = 'Opening Hearth'
export const RELOAD = 'Try again'

export const BROKEN_TITLE = 'This screen broke'
export const BROKEN_WORKS =
  'That is a mistake in Hearth, not in your work: sessions go on at the host, and drafts and prompts that wait are kept.'
export const BROKEN_MORE = 'What it said'
export const TO_SESSIONS = 'Go to sessions'

export const UPDATE_READY = 'A new version of Hearth is ready. Drafts are kept.'
export const UPDATE_NOW = 'Reload'

/** An outage that stops everything on this device: what happened, what still works, what to do. */
export interface BlockedWords {
  readonly what: string
  readonly works: string
  readonly todo: string
}

/** Codes with which a device can't be opened. */
export type DeviceTrouble = Extract<
  ErrorCode,
  | 'device.insecure'
  | 'device.unsupported'
  | 'device.storage'
  | 'device.storage_full'
  | 'device.storage_private'
  | 'device.storage_version'
>

export const BLOCKED_TITLE = 'Hearth can’t start in this browser'

const ELSEWHERE = 'Sessions go on at your hosts, and other devices reach them as before.'

export const BLOCKED: Readonly<Record<DeviceTrouble, BlockedWords>> = {
  'device.insecure': {
    what: 'This page came over an open connection, and browsers give keys only to pages that came over a secure one.',
    works: ELSEWHERE,
    todo: 'Open the address that begins with https://, or the one with 127.0.0.1 on the host itself.',
  },
  'device.unsupported': {
    what: 'This browser doesn’t know the kind of keys that Hearth needs (X25519 and Ed25519).',
    works: ELSEWHERE,
    todo: 'Update the browser: Chrome 137, Firefox 142, Safari 17.5 or anything newer will do.',
  },
  'device.storage': {
    what: 'The browser refused to keep anything for Hearth, so this device would forget its keys.',
    works: ELSEWHERE,
    todo: 'Allow this page to store data in the browser’s settings, then try again.',
  },
  'device.storage_full': {
    what: 'The browser has no room left to keep anything for Hearth.',
    works: `${ELSEWHERE} Keys and hosts that were kept are still there.`,
    todo: 'Free some space on this device, then try again.',
  },
  'device.storage_private': {
    what: 'In a private window the browser keeps no keys, so this device could not be known again.',
    works: ELSEWHERE,
    todo: 'Open Hearth in a normal window.',
  },
  'device.storage_version': {
    what: 'Another window runs another version of Hearth and holds what is stored.',
    works: `${ELSEWHERE} Nothing that was kept is lost.`,
    todo: 'Close or reload the other windows of Hearth, then try again.',
  },
}

const isKnown = (code: ErrorCode): code is DeviceTrouble => Object.hasOwn(BLOCKED, code)

/** Words for whatever keeps the device from being opened. */
export const blockedWords = (error: HearthError): BlockedWords =>
  isKnown(error.code) ? BLOCKED[error.code] : { ...BLOCKED['device.storage'], what: `${error.message}.` }
