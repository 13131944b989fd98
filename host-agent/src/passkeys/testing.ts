import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What an authenticator or browser can be told to get wrong. */
export interface Ceremony {
  challenge?: Uint8Array
  origin?: string
  rpId?: string
  /** Was the person there? */
  present?: boolean
  /** Did it see that it is the right person? */
  verified?: boolean
  counter?: number
}

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest()
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url')

const PRESENT = 0x01
const VERIFIED = 0x04
const ATTESTED = 0x40

const byteString = (bytes: Uint8Array): Buffer => Buffer.concat([Buffer.of(0x58, bytes.length), bytes])
const textString = (text: string): Buffer => Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)])
/** CBOR's byte string with a length of two bytes. */
const longString = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(0x59, bytes.length >> 8, bytes.length & 0xff), bytes])

/** An authenticator and a browser in one, for a single ES256 credential without attestation. */
export class SoftAuthenticator {
  readonly id = randomBytes(16)
  readonly #key: KeyObject
  readonly #cose: Buffer
  #counter = 0

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const head = Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01)
    this.#cose = Buffer.concat([
      head,
      Buffer.of(0x21),
      byteString(Buffer.from(x, 'base64url')),
      Buffer.of(0x22),
      byteString(Buffer.from(y, 'base64url')),
    ])
  }

  /** The JSON of a registration response. */
  create(ceremony: Required<Pick<Ceremony, 'challenge'>> & Ceremony): string {
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, this.id.length), this.id, this.#cose])
    const authData = Buffer.concat([this.#authData(ceremony, ATTESTED), credential])
    const attestationObject = Buffer.concat([
      Buffer.of(0xa3),
      textString('fmt'),
      textString('none'),
      textString('attStmt'),
      Buffer.of(0xa0),
      textString('authData'),
      longString(authData),
    ])
    return this.#json({
      clientDataJSON: base64url(this.#clientData('webauthn.create', ceremony)),
      attestationObject: base64url(attestationObject),
    })
  }

  /** The JSON of an assertion. */
  get(ceremony: Required<Pick<Ceremony, 'challenge'>> & Ceremony): string {
    const authData = this.#authData(ceremony, 0)
    const clientData = this.#clientData('webauthn.get', ceremony)
    const signature = sign('sha256', Buffer.concat([authData, sha256(clientData)]), this.#key)
    return this.#json({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(signature),
    })
  }

  #authData(
    { rpId = 'app.example', present = true, verified = true, counter }: Ceremony,
    more: number,
  ): Buffer {
    const flags = (present ? PRESENT : 0) | (verified ? VERIFIED : 0) | more
    this.#counter = counter ?? this.#counter + 1
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.#counter)
    return Buffer.concat([sha256(rpId), Buffer.of(flags), count])
  }

  #clientData(
    type: string,
    { challenge = new Uint8Array(32), origin = 'https://app.example' }: Ceremony,
  ): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge: base64url(challenge), origin, crossOrigin: false }))
  }

  #json(response: Record<string, string>): string {
    const id = base64url(this.id)
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  }
}
