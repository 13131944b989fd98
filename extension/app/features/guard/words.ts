import type { GuardState } from '@hearth/shared/link'
import type { Right } from '@hearth/shared/protocol'
import { visible } from '@hearth/shared/session'

/** What people read of the brakes, of a device's own rights, and of passkeys. */

type Paused = NonNullable<GuardState['paused']>

/** Who paused. `me`: this device's id. */
const whoOf = ({ by }: Paused, me: string): string => {
  if (by === null) return 'the owner at the host'
  return by.id === me ? 'this device' : visible(by.name)
}

export const banner = {
  paused: (paused: Paused, me: string): string =>
    paused.why === 'panic'
      ? `Everything was stopped by ${whoOf(paused, me)}`
      : `Paused by ${whoOf(paused, me)}`,
  pausedMeans:
    'Nothing can be allowed, by nobody, and no turn begins. Turns that run go on until they need something. Denying works.',
  resume: 'Resume',
  mayNot: 'This device may not resume it. Do it at the host, or from a device that may send prompts.',
  shutOut: 'This device is shut out',
  shutOutMeans:
    'Another device stopped everything. This one can do nothing until the owner lets it in again at the host: hearth let-in',
  held: 'This session is held',
  heldWhy: {
    denials: 'Several requests were denied in a short time. Its turn was stopped, and what is queued waits.',
    requests: 'Its agent asked for too much in a short time. Its turn was stopped, and what is queued waits.',
  },
  heldNext: 'A prompt of yours also lets it go on.',
  release: 'Release',
} as const

export const brakes = {
  title: 'Brakes',
  pause: 'Pause everything',
  pauseMeans: 'Nothing is allowed and no turn begins, until somebody resumes.',
  resume: 'Resume',
  panic: 'Stop everything…',
  rules: 'Rules',
  device: 'This device…',
} as const

export const panic = {
  title: 'Stop everything?',
  lead: (host: string): string => `On ${visible(host)}, at once and for all sessions:`,
  does: [
    'All that waits for an answer is denied.',
    'Every turn that runs is stopped.',
    'Everything is paused: nothing is allowed, no turn begins.',
    'All other devices are shut out, until the owner at the host lets them in again.',
  ],
  keeps: 'Nothing is deleted: sessions, files and queued prompts stay as they are.',
  yes: 'Stop everything',
  no: 'Cancel',
  done: 'Everything is stopped.',
} as const

export const device = {
  title: 'This device',
  lead: 'What this device may do at this host. It can be lowered here; only the owner can raise it again, at the host.',
  rights: 'Rights',
  names: {
    read: 'Read sessions',
    prompt: 'Send prompts, answer questions, pause',
    decide: 'Decide requests',
    admin: 'Change the host’s settings',
  } satisfies Record<Right, string>,
  needsRead: 'Without it this device sees nothing of the host’s sessions.',
  ceiling: 'May allow up to risk',
  ceilingHint: '1 reads, 2 changes files in the worktree, 3 reaches beyond it, 4 is destructive.',
  lower: 'Lower its rights',
  lowered: 'The rights of this device are lowered.',
  sure: 'This can’t be undone from here.',
} as const

/** Why a browser gave no passkey. */
export const refused = {
  notGiven: 'No passkey was given, or it could not tell that it was you. Nothing was sent',
  known: 'This passkey is registered already',
} as const

export const passkeys = {
  title: 'Passkeys',
  lead: 'With a passkey this device may allow requests one class above its ceiling. You confirm each one with your face, finger or PIN.',
  none: 'This device has no passkey at this host.',
  unsupported: 'This browser can’t use passkeys here.',
  address:
    'Browsers keep passkeys for names, and this page has an address. Register one in the side panel, or on a page with an https name.',
  unknown: 'It is not known whether this device has one: the host does not answer.',
  closed:
    'The host takes a passkey only in a window that its owner has opened. At the host, run the command, then come back:',
  command: (name: string): string =>
    `hearth passkey ${/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", '')}'`}`,
  copy: 'Copy the command',
  copied: 'Copied.',
  notCopied: 'This browser did not allow copying.',
  add: 'Register a passkey',
  again: 'Look again',
  added: 'The passkey is registered.',
  one: (id: string): string => `Passkey ${id.slice(0, 8)}…`,
  remove: (id: string): string => `Remove passkey ${id.slice(0, 8)}`,
  removed: 'The passkey is removed here. Your browser or key may still list it.',
  looking: 'Asking the host…',
} as const
