import { encodePairingLink } from '@hearth/shared/crypto'

/** A pairing link that no host made, and that leads to `relay`. `minutes` it is good for; negative when it has expired. */
export const madeUpLink = (app: string, relay: string, minutes = 10): string =>
  encodePairingLink(app, {
    expiresAt: Math.floor(Date.now() / 1000) + minutes * 60,
    hostFingerprint: new Uint8Array(32).fill(7),
    secret: new Uint8Array(32).fill(9),
    relay,
  })
