import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import * as v from 'valibot'
import { type PasskeySite, siteOf } from './origin.ts'
import type { PasskeyRow } from './rows.ts'

const Base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/))
const Results = v.optional(v.looseObject({}), {})
const Credential = {
  id: Base64Url,
  rawId: Base64Url,
  type: v.literal('public-key'),
  clientExtensionResults: Results,
}
const Registration = v.looseObject({
  ...Credential,
  response: v.looseObject({ clientDataJSON: Base64Url, attestationObject: Base64Url }),
})
const Assertion = v.looseObject({
  ...Credential,
  response: v.looseObject({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
})
const ClientData = v.looseObject({ origin: v.string() })

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const parse = (text: string): unknown => JSON.parse(text)

/** Who made a client's data, by its own word: the authenticator has signed its hash. */
const originIn = (clientDataJSON: string): string =>
  v.parse(ClientData, parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))).origin

/** A registration that checks out: the new credential. */
export interface Registered extends PasskeySite {
  readonly id: string
  readonly publicKey: Uint8Array
  readonly counter: number
}

/**
 * Checks a browser's registration (WebAuthn level 3, 7.1): challenge, a site that may have passkeys, presence and
 * verification of the person. Null where anything is not as it should be. No attestation is asked for: it tells the
 * make of an authenticator, not who holds it.
 */
export const openRegistration = async (
  response: string,
  challenge: Uint8Array,
): Promise<Registered | null> => {
  try {
    const given = v.parse(Registration, parse(response))
    const site = siteOf(originIn(given.response.clientDataJSON))
    if (site === null) return null
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: given as RegistrationResponseJSON,
      expectedChallenge: base64url(challenge),
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      requireUserPresence: true,
      requireUserVerification: true,
    })
    if (!verified) return null
    const { id, publicKey, counter } = registrationInfo.credential
    return { ...site, id, publicKey: new Uint8Array(publicKey), counter }
  } catch {
    // The library throws one error for each thing that may be wrong; none of them is for the other side to learn.
    return null
  }
}

/** The credential that an assertion is by, as it says itself; null where it can't be read. */
export const credentialOf = (assertion: string): string | null => {
  try {
    return v.parse(Assertion, parse(assertion)).id
  } catch {
    // Whatever it is, it is by none of ours.
    return null
  }
}

/**
 * Checks a browser's assertion (WebAuthn level 3, 7.2) against the passkey: challenge, origin and site as registered,
 * presence and verification of the person, signature, and a counter that rises where there is one. Gives the new
 * counter, or null.
 */
export const openAssertion = async (
  assertion: string,
  challenge: Uint8Array,
  passkey: PasskeyRow,
): Promise<number | null> => {
  try {
    const { id, publicKey, counter, origin, rpId } = passkey
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: v.parse(Assertion, parse(assertion)) as AuthenticationResponseJSON,
      expectedChallenge: base64url(challenge),
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: { id, publicKey: new Uint8Array(publicKey), counter },
      requireUserVerification: true,
    })
    return verified ? authenticationInfo.newCounter : null
  } catch {
    // As with a registration: what exactly was wrong is nobody's business.
    return null
  }
}
