import type { ErrorCode } from '@hearth/shared/protocol'

/**
 * The way on after a failure.
 * - `again`: the same link may still be good
 * - `link`: a new link is needed
 * - `reload`: this page has to start anew
 * - `home`: nothing is to be done here
 */
export type WayOn = 'again' | 'link' | 'reload' | 'home'

/** A pairing that failed, in words: what happened, what it means for what there was before, what to do. */
export interface PairTrouble {
  readonly title: string
  readonly meaning: string
  readonly todo: string
  readonly next: WayOn
}

/** Codes that `Hub.pair` can throw. */
export type PairCode = Exclude<
  Extract<
    ErrorCode,
    `pairing.${string}` | `relay.${string}` | `device.${string}` | 'link.lost' | 'link.handshake'
  >,
  'relay.port_in_use' | 'relay.foreign_host' | 'device.malformed' | 'device.unknown_error'
>

const NOTHING_PAIRED = 'Nothing was paired, and nothing else has changed.'
const NEW_LINK = 'In Hearth’s folder on the host, run npx hearth pair for a new link.'

/** Every way in which a pairing can fail. */
export const PAIR_TROUBLE: Readonly<Record<PairCode, PairTrouble>> = {
  'pairing.link': {
    title: 'This is not a pairing link',
    meaning: NOTHING_PAIRED,
    todo: 'Copy the whole line that the terminal shows, from https:// or http:// to its end.',
    next: 'link',
  },
  'pairing.expired': {
    title: 'The link has expired',
    meaning: `Links are good for ten minutes. ${NOTHING_PAIRED}`,
    todo: NEW_LINK,
    next: 'link',
  },
  'pairing.used': {
    title: 'The link was used already',
    meaning: `A link works once. If it wasn’t you who used it, somebody else has seen it. ${NOTHING_PAIRED}`,
    todo: `${NEW_LINK} There npx hearth devices lists the paired devices, and npx hearth revoke removes one.`,
    next: 'link',
  },
  'pairing.wrong_host': {
    title: 'Another host answered',
    meaning: 'What answered is not the host that made this link. It got to know nothing but this attempt.',
    todo: `${NEW_LINK} If it happens again, the relay can’t be trusted.`,
    next: 'link',
  },
  'pairing.failed': {
    title: 'The two sides did not agree',
    meaning: `The handshake didn’t check out: a damaged link, or somebody in between. ${NOTHING_PAIRED}`,
    todo: NEW_LINK,
    next: 'link',
  },
  'pairing.declined': {
    title: 'Declined at the host',
    meaning: `The person at the host said that the digits are not the same. ${NOTHING_PAIRED}`,
    todo: `If they really differed, somebody is in between. If not: ${NEW_LINK}`,
    next: 'link',
  },
  'pairing.too_many': {
    title: 'Too many pairings',
    meaning: 'Either the host has as many devices as it takes, or this browser as many hosts.',
    todo: 'Remove one that you don’t need: npx hearth revoke on the host, or Forget this host here. Then make a new link.',
    next: 'link',
  },
  'pairing.timeout': {
    title: 'Nobody answered at the host',
    meaning: `The host waits five minutes for somebody to compare the digits. ${NOTHING_PAIRED}`,
    todo: `Look at the terminal while you pair. ${NEW_LINK}`,
    next: 'link',
  },
  'pairing.interrupted': {
    title: 'The connection was cut',
    meaning: 'The pairing was not finished. The link may still be good if no digits were shown.',
    todo: 'Try again; if that fails, make a new link with npx hearth pair.',
    next: 'again',
  },
  'relay.unreachable': {
    title: 'The relay doesn’t answer',
    meaning: 'This device can’t reach the relay of the link. The link is still good.',
    todo: 'Is the relay running, and can this device reach its address? A relay on 127.0.0.1 is reached only from the host itself.',
    next: 'again',
  },
  'relay.login_refused': {
    title: 'The relay refused the login',
    meaning: 'Most often this device’s clock is wrong: logins are good for a minute.',
    todo: 'Set the clock to the right time, then try again.',
    next: 'again',
  },
  'relay.refused': {
    title: 'The relay didn’t let this device in',
    meaning: NOTHING_PAIRED,
    todo: `The relay may take pairings from its own page only: open the link itself. Else: ${NEW_LINK}`,
    next: 'link',
  },
  'relay.room_taken': {
    title: 'Another host holds this place',
    meaning: `Another key has registered under this host’s id at the relay. ${NOTHING_PAIRED}`,
    todo: 'Ask whoever runs the relay, or let the host use another one.',
    next: 'link',
  },
  'relay.pairing_unknown': {
    title: 'No host waits under this link',
    meaning: 'It has expired, was used, or the host has ended the pairing.',
    todo: NEW_LINK,
    next: 'link',
  },
  'relay.rate': {
    title: 'The relay asks to wait',
    meaning: 'Too many attempts in a short time. The link is still good.',
    todo: 'Wait a minute, then try again.',
    next: 'again',
  },
  'relay.too_many': {
    title: 'The relay is full',
    meaning: 'It takes no more connections from this device or address for now. The link is still good.',
    todo: 'Close other windows of Hearth or wait a minute, then try again.',
    next: 'again',
  },
  'relay.protocol': {
    title: 'What answers there is no Hearth relay',
    meaning: `Something else runs at that address, or a very different version. ${NOTHING_PAIRED}`,
    todo: 'Check the address in the link; update Hearth here and at the relay.',
    next: 'link',
  },
  'relay.store': {
    title: 'The relay is in trouble',
    meaning: 'It can’t reach its database. The link is still good.',
    todo: 'Try again in a moment; if it stays so, whoever runs the relay has to look.',
    next: 'again',
  },
  'link.lost': {
    title: 'The connection was cut',
    meaning: 'The pairing was not finished. The link may still be good if no digits were shown.',
    todo: 'Try again; if that fails, make a new link with npx hearth pair.',
    next: 'again',
  },
  'link.handshake': {
    title: 'The host’s record is damaged',
    meaning: 'What the host sent doesn’t fit its own keys, so it was not kept.',
    todo: NEW_LINK,
    next: 'link',
  },
  'device.insecure': {
    title: 'This page is not secure',
    meaning: 'Browsers give keys only to pages that came over a secure connection.',
    todo: 'Open the address that begins with https://, or the one with 127.0.0.1 on the host itself.',
    next: 'home',
  },
  'device.unsupported': {
    title: 'This browser is too old',
    meaning: 'It doesn’t know the kind of keys that Hearth needs (X25519 and Ed25519).',
    todo: 'Update it: Chrome 137, Firefox 142, Safari 17.5 or anything newer will do.',
    next: 'home',
  },
  'device.storage': {
    title: 'The browser keeps nothing for Hearth',
    meaning:
      'Without storage this device would forget the host at once, so the pairing was not kept here. The host may list it.',
    todo: 'Allow this page to store data, reload, and pair with a new link. Remove the unfinished one with npx hearth revoke.',
    next: 'reload',
  },
  'device.storage_full': {
    title: 'The browser has no room left',
    meaning: 'The pairing could not be kept here. The host may list this device.',
    todo: 'Free some space, then pair with a new link. Remove the unfinished one with npx hearth revoke.',
    next: 'reload',
  },
  'device.storage_private': {
    title: 'This is a private window',
    meaning: 'Here the browser keeps no keys, so this device could not be known again.',
    todo: 'Open the link in a normal window.',
    next: 'home',
  },
  'device.storage_version': {
    title: 'Another version holds the storage',
    meaning: 'Another window runs another version of Hearth. Nothing that was kept is lost.',
    todo: 'Close or reload the other windows of Hearth, then reload this one.',
    next: 'reload',
  },
}

const isKnown = (code: ErrorCode): code is PairCode => Object.hasOwn(PAIR_TROUBLE, code)

/** Words for whatever ended a pairing; what nobody expected is told as it is, with a way on. */
export const pairTrouble = (error: { readonly code: ErrorCode; readonly message: string }): PairTrouble =>
  isKnown(error.code)
    ? PAIR_TROUBLE[error.code]
    : { ...PAIR_TROUBLE['pairing.interrupted'], title: 'The pairing failed', meaning: `${error.message}.` }
