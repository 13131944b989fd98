import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a browser gives to whoever may push to it, and what it keeps for itself. */
export interface TestSubscription {
  readonly endpoint: string
  readonly p256dh: Uint8Array
  readonly auth: Uint8Array
  /** Opens a body that was sealed for it (RFC 8291). @throws when it was not */
  open(body: Uint8Array): TestOpened
}

/** What was in a sealed body: the text before the padding, and how long all of it was. */
export interface TestOpened {
  readonly text: string
  readonly padded: number
}

/** A push as the service got it. Header names in small letters. */
export interface TestPush {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Uint8Array
}

/** What a push service made for tests answers. */
export interface TestAnswer {
  readonly status: number
  readonly headers?: Record<string, string>
}

/** A push service on loopback, for tests: records what it gets and answers as it is told. */
export interface TestPushService {
  /** `http://127.0.0.1:PORT`, as a relay's list of push services takes it. */
  readonly origin: string
  readonly pushes: readonly TestPush[]
  /** A new browser that can be reached here. */
  subscribe(): TestSubscription
  /** How it answers from now on, for this endpoint or for all; 201 at first. */
  answer(answer: TestAnswer | number, endpoint?: string): void
  /** What came for a subscription, opened, in order. */
  opened(subscription: TestSubscription): unknown[]
  close(): Promise<void>
}

const HEADER = 21
const KEY = 65
const TAG = 16

const derive = (secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

/** A subscription with keys of its own, for an address that the caller names. `secret` and `auth` for known vectors. */
export const testSubscription = (
  endpoint: string,
  known: { secret?: Uint8Array; auth?: Uint8Array } = {},
): TestSubscription => {
  const keys = createECDH('prime256v1')
  if (known.secret) keys.setPrivateKey(known.secret)
  else keys.generateKeys()
  const p256dh = keys.getPublicKey()
  const auth = known.auth ?? randomBytes(16)
  return {
    endpoint,
    p256dh: new Uint8Array(p256dh),
    auth: new Uint8Array(auth),
    open: (body) => {
      const bytes = Buffer.from(body)
      const salt = bytes.subarray(0, 16)
      if (bytes[20] !== KEY) throw new Error('not a body of RFC 8291')
      const sender = bytes.subarray(HEADER, HEADER + KEY)
      const sealed = bytes.subarray(HEADER + KEY)
      if (sealed.length > bytes.readUInt32BE(16)) throw new Error('more than one record')
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
      const ikm = derive(keys.computeSecret(sender), auth, info, 32)
      const key = derive(ikm, salt, 'Content-Encoding: aes128gcm\0', 16)
      const nonce = derive(ikm, salt, 'Content-Encoding: nonce\0', 12)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce)
      decipher.setAuthTag(sealed.subarray(-TAG))
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()])
      const end = plain.findLastIndex((byte) => byte !== 0)
      if (plain[end] !== 2) throw new Error('the record is not the last')
      return { text: plain.subarray(0, end).toString(), padded: plain.length }
    },
  }
}

/** Checks a push's authorization as a push service does (RFC 8292). Gives its claims. @throws when it does not hold */
export const vapidClaims = (
  authorization: string,
): { aud: string; exp: number; sub: string; key: string } => {
  const [, header = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? []
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), signed, Buffer.from(signature, 'base64url')))
    throw new Error('the signature is not valid')
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string }
  if (alg !== 'ES256') throw new Error(`signed by ${alg}`)
  return { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), key }
}

/** Starts one on a free port. */
export const startPushService = async (): Promise<TestPushService> => {
  const pushes: TestPush[] = []
  const answers = new Map<string, TestAnswer>()
  let usual: TestAnswer = { status: 201 }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    pushes.push({ path, headers: request.headers, body: new Uint8Array(Buffer.concat(chunks)) })
    const { status, headers } = answers.get(path) ?? usual
    response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pathOf = (endpoint: string): string => new URL(endpoint).pathname
  return {
    origin,
    pushes,
    subscribe: () => testSubscription(`${origin}/push/${randomBytes(24).toString('base64url')}`),
    answer: (answer, endpoint) => {
      const full = typeof answer === 'number' ? { status: answer } : answer
      if (endpoint === undefined) usual = full
      else answers.set(pathOf(endpoint), full)
    },
    opened: ({ endpoint, open }) =>
      pushes.filter(({ path }) => path === pathOf(endpoint)).map(({ body }) => JSON.parse(open(body).text)),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
