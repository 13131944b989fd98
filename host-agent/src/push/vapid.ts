import { createECDH, createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { join } from 'node:path'
import { fromHex, toBase64url, toHex, utf8 } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import * as v from 'valibot'
import { readPrivateFile, writePrivateFile } from '../identity/private-file.ts'
import { MAX_PUSH_KEY_FILE, MAX_STATEMENTS, VAPID_LEFT_MS, VAPID_LIFE_MS } from './limits.ts'

const KeyFile = v.strictObject({ v: v.literal(1), secret: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })

const FILE = 'push.json'
const CURVE = 'prime256v1'

/** The key by which push services know this host (RFC 8292). */
export interface Vapid {
  /** P-256, uncompressed, 65 bytes. */
  readonly publicKey: Uint8Array
  /** The `Authorization` for a push to this endpoint; `contact` tells the push service whom to ask (a URL). */
  authorize(endpoint: string, contact: string): string
  /** A name for what a push is about that tells nobody what: 32 characters (RFC 8030, section 5.4). */
  topic(...of: readonly string[]): string
}

/** Keeps the key once it was read or made. */
export interface VapidKeeper {
  /** Makes the key where there is none yet. @throws {HearthError} `keys.*` */
  open(): Vapid
  /** Is there a key already? @throws {HearthError} `keys.*` */
  readonly made: boolean
}

/** The key in `push.json` under `home`, made at first need. `now`: host clock in ms. */
export const vapidKeeper = (home: string, now: () => number): VapidKeeper => {
  const path = join(home, FILE)
  let kept: Vapid | null = null
  const known = (): Vapid | null => {
    const bytes = kept === null ? readPrivateFile(path, MAX_PUSH_KEY_FILE) : null
    if (bytes !== null) kept = vapidOf(parse(path, bytes), now)
    return kept
  }
  return {
    get made() {
      return known() !== null
    },
    open: () => {
      kept = known() ?? vapidOf(make(path), now)
      return kept
    },
  }
}

const parse = (path: string, bytes: Uint8Array): Uint8Array => {
  try {
    const secret = fromHex(v.parse(KeyFile, JSON.parse(new TextDecoder().decode(bytes))).secret)
    createECDH(CURVE).setPrivateKey(secret)
    return secret
  } catch {
    throw new HearthError(
      'keys.corrupt',
      `${path} does not hold this host’s key for push services. Nothing was changed: restore it from a backup, or move it away; devices then ask for notifications again.`,
    )
  }
}

const make = (path: string): Uint8Array => {
  const keys = createECDH(CURVE)
  keys.generateKeys()
  // Leading zeros are left out by Node.
  const secret = new Uint8Array(32)
  const made = keys.getPrivateKey()
  secret.set(made, 32 - made.length)
  writePrivateFile(path, utf8(`${JSON.stringify({ v: 1, secret: toHex(secret) })}\n`), true)
  return secret
}

const vapidOf = (secret: Uint8Array, now: () => number): Vapid => {
  const keys = createECDH(CURVE)
  keys.setPrivateKey(secret)
  const publicKey = new Uint8Array(keys.getPublicKey())
  const [x, y] = [publicKey.subarray(1, 33), publicKey.subarray(33)].map(toBase64url)
  const jwk = { kty: 'EC', crv: 'P-256', x, y, d: toBase64url(secret) }
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const topics = createHmac('sha256', secret).update('hearth push topics').digest()
  const statements = new Map<string, { text: string; until: number }>()
  return {
    publicKey,
    authorize: (endpoint, contact) => {
      const { origin } = new URL(endpoint)
      const name = `${origin} ${contact}`
      const known = statements.get(name)
      const text =
        known !== undefined && known.until - now() > VAPID_LEFT_MS
          ? known.text
          : statement(key, { aud: origin, exp: Math.floor((now() + VAPID_LIFE_MS) / 1000), sub: contact })
      if (text !== known?.text) {
        const [oldest] = statements.keys()
        if (oldest !== undefined && statements.size >= MAX_STATEMENTS) statements.delete(oldest)
        statements.set(name, { text, until: now() + VAPID_LIFE_MS })
      }
      return `vapid t=${text}, k=${toBase64url(publicKey)}`
    },
    topic: (...of) =>
      createHmac('sha256', topics).update(JSON.stringify(of)).digest().subarray(0, 24).toString('base64url'),
  }
}

/** A JSON Web Token signed with ES256. */
const statement = (key: KeyObject, claims: { aud: string; exp: number; sub: string }): string => {
  const part = (value: object): string => toBase64url(utf8(JSON.stringify(value)))
  const head = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  return `${head}.${toBase64url(sign('sha256', utf8(head), { key, dsaEncoding: 'ieee-p1363' }))}`
}
