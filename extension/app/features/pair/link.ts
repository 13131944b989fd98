import { CryptoError, type PairingLink, parsePairingLink, toHex } from '@hearth/shared/crypto'

/** Why a text is no link to pair with. */
export type LinkProblem = 'empty' | 'not-a-link' | 'expired' | 'version'

export type ReadLink =
  | { readonly ok: true; readonly text: string; readonly link: PairingLink }
  | { readonly ok: false; readonly problem: LinkProblem }

/** Reads a pairing link (or its fragment) at the time `now` (ms). Nothing is dialled. */
export const readLink = (given: string, now: number): ReadLink => {
  const text = given.trim()
  if (text === '') return { ok: false, problem: 'empty' }
  try {
    return { ok: true, text, link: parsePairingLink(text, now) }
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    if (error.code === 'expired' || error.code === 'version') return { ok: false, problem: error.code }
    return { ok: false, problem: 'not-a-link' }
  }
}

/** The first half of a fingerprint in groups that the eye can compare: `a1b2 c3d4 e5f6 0718`. */
export const fingerprintWords = (fingerprint: Uint8Array): string =>
  toHex(fingerprint.subarray(0, 8)).replace(/(.{4})(?=.)/g, '$1 ')

/** A page may talk to the relay that served it and to no other: where to open the link instead, or null. */
export const placeToOpen = (
  page: { readonly face: 'panel' | 'web'; readonly origin: string },
  { text, link }: Extract<ReadLink, { ok: true }>,
): string | null => {
  if (page.face === 'panel' || page.origin === link.relay) return null
  const fragment = text.includes('#') ? text.slice(text.indexOf('#') + 1) : text
  return `${link.relay}/p#${fragment}`
}
