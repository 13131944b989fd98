import { describe, expect, it } from 'vitest'
import { patched, refusal } from '../testing/crypto-cast.ts'
import { concat, take, u32, utf8 } from './bytes.ts'
import { encodePairingBytes, encodePairingLink, parsePairingBytes, parsePairingLink } from './pairing-link.ts'
import { createNodeProvider } from './provider/node.ts'
import { fromBase64url, toBase64url } from './text.ts'

const node = createNodeProvider()
const APP = 'https://app.hearth.test'
const EXPIRES = 1_800_000_600
const BEFORE = EXPIRES * 1000 - 1
const LINK = {
  expiresAt: EXPIRES,
  hostFingerprint: node.randomBytes(32),
  secret: node.randomBytes(32),
  relay: 'https://relay.hearth.test',
}
const bytes = encodePairingBytes(LINK)
const parse = (text: string) => refusal(() => parsePairingLink(text, BEFORE))
const parseBytes = (raw: Uint8Array) => refusal(() => parsePairingBytes(raw, BEFORE))

describe('pairing link', () => {
  it('comes back as it was made, whole or as its fragment', () => {
    const text = encodePairingLink(APP, LINK)
    expect(text.startsWith(`${APP}/p#`)).toBe(true)
    expect(parsePairingLink(text, BEFORE)).toEqual(LINK)
    expect(parsePairingLink(text.slice(text.indexOf('#') + 1), BEFORE)).toEqual(LINK)
    expect(parsePairingLink(encodePairingLink('http://127.0.0.1:8787', LINK), BEFORE)).toEqual(LINK)
  })

  it('is short enough for a small QR code', () => {
    expect(encodePairingLink(APP, LINK).length).toBeLessThanOrEqual(160)
  })

  it('P6 has an end', async () => {
    expect(await refusal(() => parsePairingLink(encodePairingLink(APP, LINK), EXPIRES * 1000))).toBe(
      'expired',
    )
  })

  it('P19 refuses what is no link, or carries the secret outside the fragment', async () => {
    const fragment = toBase64url(bytes)
    const bad = [
      '',
      '#',
      '!!!!',
      `${fragment}=`,
      ` ${fragment}`,
      `${APP}/p?${fragment}`,
      `${APP}/p?x#${fragment}`,
      `${APP}/q#${fragment}`,
      `javascript:alert(1)#${fragment}`,
      `ftp://app.hearth.test/p#${fragment}`,
      `https://u:p@app.hearth.test/p#${fragment}`,
      `https://u@app.hearth.test/p#${fragment}`,
      `https://:p@app.hearth.test/p#${fragment}`,
      `nonsense#${fragment}`,
      `${APP}/p#`,
    ]
    for (const text of bad) expect(await parse(text), text).toBe('link')
  })

  it('refuses other versions, flags and lengths', async () => {
    expect(await parseBytes(patched(bytes, 0, Uint8Array.of(2)))).toBe('version')
    expect(await parseBytes(patched(bytes, 1, Uint8Array.of(1)))).toBe('link_flags')
    expect(await parseBytes(concat(bytes, Uint8Array.of(0)))).toBe('length')
    for (const length of [0, 1, 2, 70, bytes.length - 1]) {
      expect(await parseBytes(take(bytes, 0, length)), `${length}`).toBe('length')
    }
    expect(await parseBytes('x' as unknown as Uint8Array)).toBe('type')
  })

  it('refuses relays that are no plain origin', async () => {
    const relays = [
      '',
      'relay',
      'https://x/path',
      'https://u@x',
      'https://X.test',
      'https://x.test/',
      'wss://x.test',
      'file:///x',
      'https://é.test',
    ]
    for (const relay of relays) {
      const name = utf8(relay)
      const raw = concat(take(bytes, 0, 70), Uint8Array.of(name.length), name)
      expect(await parseBytes(raw), relay).toBe('link_relay')
    }
    expect(await refusal(() => encodePairingBytes({ ...LINK, relay: 'nowhere' }))).toBe('link_relay')
  })

  it('refuses to be made of wrong parts', async () => {
    expect(await refusal(() => encodePairingBytes({ ...LINK, secret: new Uint8Array(31) }))).toBe('length')
    expect(await refusal(() => encodePairingBytes({ ...LINK, hostFingerprint: new Uint8Array(31) }))).toBe(
      'length',
    )
    expect(await refusal(() => encodePairingBytes({ ...LINK, expiresAt: 2 ** 32 }))).toBe('range')
    expect(await refusal(() => encodePairingLink('https://x/y', LINK))).toBe('link')
    expect(await refusal(() => encodePairingLink('https://x/?y', LINK))).toBe('link')
    expect(await refusal(() => encodePairingLink('ftp://x', LINK))).toBe('link')
    expect(await refusal(() => encodePairingLink('nowhere', LINK))).toBe('link')
    expect(u32(EXPIRES)).toEqual(take(bytes, 2, 6))
  })

  it('has one base64url text per value', () => {
    expect(fromBase64url('AA')).toEqual(Uint8Array.of(0))
    expect(fromBase64url('AB')).toBeUndefined()
    expect(fromBase64url('A')).toBeUndefined()
    expect(fromBase64url('A+')).toBeUndefined()
  })
})
