import { fromBase64url, toBase64url } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { GUARD_LIMITS } from './limits.ts'
import { refused } from './words.ts'

const bytes = (buffer: ArrayBuffer): string => toBase64url(new Uint8Array(buffer))
const buffer = (data: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(data)
/** Credential ids as the browser takes them; what is none is left out. */
const credentialsOf = (ids: readonly string[]): PublicKeyCredentialDescriptor[] =>
  ids.flatMap((text) => {
    const id = fromBase64url(text)
    return id === undefined ? [] : [{ type: 'public-key' as const, id: buffer(id) }]
  })

/** Whether this page can ask for passkeys; `address`: not here, because browsers keep them for names alone. */
export type PasskeyPlace = 'works' | 'address' | 'none'

const ADDRESS = /^(\d+(\.\d+){3}|\[.*\])$/

export const passkeyPlace = ({ hostname }: Pick<Location, 'hostname'> = location): PasskeyPlace => {
  if (typeof PublicKeyCredential !== 'function' || navigator.credentials === undefined) return 'none'
  return ADDRESS.test(hostname) ? 'address' : 'works'
}

export const hasPasskeys = (): boolean => passkeyPlace() === 'works'

/** Browsers give the same answer for a person who says no, whom a key did not know, and who has no such key. */
const refusalOf = (cause: unknown): HearthError => {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : ''
  const known = name === 'InvalidStateError' ? refused.known : refused.notGiven
  return new HearthError('passkey.cancelled', known, { cause })
}

/** What the browser gave, or the one refusal for whatever kept it. */
const given = async (ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> => {
  let credential: Credential | null
  try {
    credential = await ask()
  } catch (error) {
    throw refusalOf(error)
  }
  if (credential === null) throw refusalOf(null)
  return credential as PublicKeyCredential
}

/** The parts that every answer has, as WebAuthn's own JSON writes them. */
const common = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: bytes(credential.rawId),
  type: credential.type,
  clientExtensionResults: {},
  ...(credential.authenticatorAttachment === null
    ? {}
    : { authenticatorAttachment: credential.authenticatorAttachment }),
})

/**
 * Has the person confirm with one of these passkeys (credential ids, base64url); gives the assertion as JSON. Must be
 * called while the browser still counts the person's press. @throws {HearthError} `passkey.cancelled`
 */
export const askPasskey = async (challenge: Uint8Array, credentials: readonly string[]): Promise<string> => {
  const credential = await given(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: buffer(challenge),
        rpId: location.hostname,
        allowCredentials: credentialsOf(credentials),
        userVerification: 'required',
        timeout: GUARD_LIMITS.passkeyMs.value,
      },
    }),
  )
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    credential.response as AuthenticatorAssertionResponse
  return JSON.stringify({
    ...common(credential),
    response: {
      clientDataJSON: bytes(clientDataJSON),
      authenticatorData: bytes(authenticatorData),
      signature: bytes(signature),
      ...(userHandle === null ? {} : { userHandle: bytes(userHandle) }),
    },
  })
}

/** For which device at which host a passkey is made. `known`: ids of those that it has. */
export interface PasskeyWish {
  readonly challenge: Uint8Array
  readonly known: readonly string[]
  /** Hex, 16 bytes: the browser shows one passkey per user of a site. */
  readonly device: string
  readonly host: string
  readonly name: string
}

/** Makes a passkey on this device or a key of the person's; gives the registration as JSON. @throws as `askPasskey` */
export const makePasskey = async (wish: PasskeyWish): Promise<string> => {
  const credential = await given(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: buffer(wish.challenge),
        rp: { id: location.hostname, name: 'Hearth' },
        user: {
          id: new TextEncoder().encode(`${wish.host.slice(0, 16)}${wish.device.slice(0, 32)}`),
          name: `${wish.name} at ${wish.host.slice(0, 8)}`,
          displayName: wish.name,
        },
        // Ed25519, then ECDSA with P-256, then RSA: what the host verifies.
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: credentialsOf(wish.known),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
        timeout: GUARD_LIMITS.passkeyMs.value,
      },
    }),
  )
  const response = credential.response as AuthenticatorAttestationResponse
  const { clientDataJSON, attestationObject } = response
  const transports = response.getTransports()
  return JSON.stringify({
    ...common(credential),
    response: {
      clientDataJSON: bytes(clientDataJSON),
      attestationObject: bytes(attestationObject),
      transports,
    },
  })
}
