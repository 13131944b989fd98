import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stepUpChallenge } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type HostDatabase, openDatabase } from '../store/open.ts'
import { CHALLENGE_MS, MAX_PASSKEYS, WINDOW_MS } from './limits.ts'
import { siteOf } from './origin.ts'
import { openPasskeys } from './passkeys.ts'
import { type Ceremony, SoftAuthenticator } from './testing.ts'

const ALICE = 'a1'.repeat(16)
const BOB = 'b0'.repeat(16)

let dir: string
let db: HostDatabase
let now: number
let recorded: { device: string; id: string; publicKey: Uint8Array | null }[]
let passkeys: ReturnType<typeof openPasskeys>
const open = () =>
  openPasskeys({
    db,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    now: () => now,
    record: async (change) => void recorded.push(change),
  })

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'hearth-passkeys-'))
  db = openDatabase(join(dir, 'host.db'))
  now = 1_760_000_000_000
  recorded = []
  passkeys = open()
})
afterEach(() => {
  db.close()
  rmSync(dir, { recursive: true })
})

const register = async (device = ALICE, more: Ceremony = {}): Promise<SoftAuthenticator> => {
  passkeys.openWindow(device)
  const { challenge } = passkeys.begin(device)
  const authenticator = new SoftAuthenticator()
  await passkeys.finish(device, authenticator.create({ challenge, ...more }))
  return authenticator
}
const idOf = (authenticator: SoftAuthenticator): string => authenticator.id.toString('base64url')
const decision = new Uint8Array(320).map((_, index) => index & 0xff)

describe('a registration', () => {
  it('is taken in the owner’s window, recorded, and kept', async () => {
    const authenticator = await register()
    expect(passkeys.of(ALICE)).toMatchObject([{ id: idOf(authenticator), device: ALICE, createdAt: now }])
    expect(recorded).toMatchObject([{ device: ALICE, id: idOf(authenticator) }])
    passkeys = open()
    expect(passkeys.of(ALICE)).toHaveLength(1)
    expect(passkeys.begin(ALICE).known).toEqual([idOf(authenticator)])
  })

  it('is not taken without a window, nor after it', async () => {
    const { challenge, open: isOpen } = passkeys.begin(ALICE)
    expect(isOpen).toBe(false)
    const response = new SoftAuthenticator().create({ challenge })
    await expect(passkeys.finish(ALICE, response)).rejects.toMatchObject({ code: 'passkey.closed' })
    passkeys.openWindow(ALICE)
    now += WINDOW_MS
    await expect(passkeys.finish(ALICE, response)).rejects.toMatchObject({ code: 'passkey.closed' })
  })

  it('takes one passkey a window, of that device alone', async () => {
    await register()
    const { challenge } = passkeys.begin(ALICE)
    const more = new SoftAuthenticator().create({ challenge })
    await expect(passkeys.finish(ALICE, more)).rejects.toMatchObject({ code: 'passkey.closed' })
    passkeys.openWindow(ALICE)
    await expect(passkeys.finish(BOB, more)).rejects.toMatchObject({ code: 'passkey.closed' })
  })

  it.each<[string, Ceremony]>([
    ['another challenge', { challenge: new Uint8Array(32) }],
    ['a page without encryption', { origin: 'http://app.example' }],
    ['a null origin', { origin: 'null' }],
    ['a site above the page’s', { origin: 'https://app.example', rpId: 'example' }],
    ['nobody present', { present: false }],
    ['a person who was not verified', { verified: false }],
  ])('is refused with %s', async (_, more) => {
    await expect(register(ALICE, more)).rejects.toMatchObject({ code: 'passkey.invalid' })
    expect(passkeys.of(ALICE)).toEqual([])
  })

  it('is refused when its challenge is old, used, or was never given', async () => {
    passkeys.openWindow(ALICE)
    const { challenge } = passkeys.begin(ALICE)
    const response = new SoftAuthenticator().create({ challenge })
    now += CHALLENGE_MS
    await expect(passkeys.finish(ALICE, response)).rejects.toMatchObject({ code: 'passkey.invalid' })
    await expect(passkeys.finish(ALICE, response)).rejects.toMatchObject({ code: 'passkey.invalid' })
  })

  it('is refused when its challenge was given before the window, or for a device that was gone', async () => {
    const early = new SoftAuthenticator().create(passkeys.begin(ALICE))
    passkeys.openWindow(ALICE)
    await expect(passkeys.finish(ALICE, early)).rejects.toMatchObject({ code: 'passkey.invalid' })
    const gone = new SoftAuthenticator().create(passkeys.begin(ALICE))
    passkeys.forget(ALICE)
    passkeys.openWindow(ALICE)
    await expect(passkeys.finish(ALICE, gone)).rejects.toMatchObject({ code: 'passkey.invalid' })
    expect(passkeys.of(ALICE)).toEqual([])
  })

  it('has one try with each challenge', async () => {
    passkeys.openWindow(ALICE)
    const response = new SoftAuthenticator().create(passkeys.begin(ALICE))
    await expect(passkeys.finish(ALICE, '{}')).rejects.toMatchObject({ code: 'passkey.invalid' })
    await expect(passkeys.finish(ALICE, response)).rejects.toMatchObject({ code: 'passkey.invalid' })
  })

  it.each(['', '{}', '[]', 'null', '{"id":"AA"}', '{"__proto__":{}}'])(
    'is refused when it is %j',
    async (text) => {
      passkeys.openWindow(ALICE)
      passkeys.begin(ALICE)
      await expect(passkeys.finish(ALICE, text)).rejects.toMatchObject({ code: 'passkey.invalid' })
    },
  )

  it('is refused above the bound', async () => {
    for (let n = 0; n < MAX_PASSKEYS; n++) await register()
    await expect(register()).rejects.toMatchObject({ code: 'passkey.invalid' })
    expect(passkeys.of(ALICE)).toHaveLength(MAX_PASSKEYS)
  })
})

describe('an assertion (A42)', () => {
  const assertion = async (authenticator: SoftAuthenticator, more: Ceremony = {}) =>
    authenticator.get({ challenge: await stepUpChallenge(decision), ...more })
  const verify = (text: string, device = ALICE) => passkeys.verify(device, text, decision)

  it('holds for the decision that it was made for', async () => {
    const authenticator = await register()
    now += 5
    await verify(await assertion(authenticator))
    expect(passkeys.of(ALICE)).toMatchObject([{ lastUsedAt: now }])
  })

  it.each<[string, Ceremony]>([
    ['another challenge', { challenge: new Uint8Array(32) }],
    ['another origin', { origin: 'https://app.example.mallory.example' }],
    ['the same host at another port', { origin: 'https://app.example:8443' }],
    ['another site', { rpId: 'mallory.example' }],
    ['nobody present', { present: false }],
    ['a person who was not verified', { verified: false }],
    ['a counter that does not rise', { counter: 1 }],
  ])('is refused with %s', async (_, more) => {
    const authenticator = await register()
    await expect(verify(await assertion(authenticator, more))).rejects.toMatchObject({
      code: 'decision.step_up',
    })
  })

  it('is refused for a decision that differs in one byte, and when it is played again', async () => {
    const authenticator = await register()
    const other = decision.slice()
    other[192] = 0x02
    const text = await assertion(authenticator)
    await expect(passkeys.verify(ALICE, text, other)).rejects.toMatchObject({ code: 'decision.step_up' })
    await verify(text)
    await expect(verify(text)).rejects.toMatchObject({ code: 'decision.step_up' })
  })

  it('is refused by a passkey of another device, an unknown one, or one that was removed', async () => {
    const authenticator = await register(BOB)
    await expect(verify(await assertion(authenticator))).rejects.toMatchObject({ code: 'decision.step_up' })
    const own = await register()
    await passkeys.remove(ALICE, idOf(own))
    await expect(verify(await assertion(own))).rejects.toMatchObject({ code: 'decision.step_up' })
    await expect(passkeys.remove(ALICE, idOf(own))).rejects.toMatchObject({ code: 'passkey.unknown' })
  })

  it('holds by either of two passkeys', async () => {
    const [first, second] = [await register(), await register()]
    for (const own of [second, first]) await verify(await assertion(own))
  })

  it('removes the passkey that is named, and no other, and says so in the record', async () => {
    const [first, second] = [await register(), await register()]
    const unknown = passkeys.remove(ALICE, idOf(new SoftAuthenticator()))
    await expect(unknown).rejects.toMatchObject({ code: 'passkey.unknown' })
    expect(recorded).toHaveLength(2)
    await passkeys.remove(ALICE, idOf(first))
    expect(recorded[2]).toMatchObject({ device: ALICE, id: idOf(first), publicKey: null })
    expect(passkeys.of(ALICE)).toMatchObject([{ id: idOf(second) }])
  })

  it('is refused with a signature by another key, though all else is right', async () => {
    const own = await register()
    const mallory = new SoftAuthenticator()
    const forged = (await assertion(mallory, { counter: 7 })).replaceAll(idOf(mallory), idOf(own))
    await expect(verify(forged)).rejects.toMatchObject({ code: 'decision.step_up' })
  })
})

it('a device that is gone leaves no passkey and no window', async () => {
  await register()
  passkeys.openWindow(ALICE)
  passkeys.forget(ALICE)
  expect(passkeys.of(ALICE)).toEqual([])
  expect(passkeys.begin(ALICE).open).toBe(false)
})

it('a database that fails is an error, never a passkey that counts as stored', async () => {
  const authenticator = await register()
  db.exec('DROP TABLE passkey')
  expect(() => passkeys.of(ALICE)).toThrow(HearthError)
  const text = authenticator.get({ challenge: await stepUpChallenge(decision) })
  await expect(passkeys.verify(ALICE, text, decision)).rejects.toBeInstanceOf(HearthError)
})

it.each([
  ['https://app.example', 'app.example'],
  ['https://app.example:8443', 'app.example'],
  ['http://localhost:7331', 'localhost'],
  ['chrome-extension://abcdefghijklmnop', 'chrome-extension://abcdefghijklmnop'],
  ['moz-extension://0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f', '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'],
])('%s is a place for passkeys of %s', (origin, rpId) => {
  expect(siteOf(origin)).toEqual({ origin, rpId })
})

it.each([
  'http://app.example',
  'http://127.0.0.1:7331',
  'http://[::1]:7331',
  'https://app.example/',
  'file://',
  'null',
  '',
  'data:text/html,x',
  'javascript:0',
  'ftp://localhost',
  'chrome-extension:abcdefghijklmnop',
])('%j is none', (origin) => expect(siteOf(origin)).toBeNull())
