import { describe, expect, it } from 'vitest'
import { refusal } from '../../testing/crypto-cast.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { rawKeyMaker } from '../../testing/web-raw-keys.ts'
import { createNodeProvider } from './node.ts'
import { createTweetnaclProvider } from './tweetnacl.ts'
import { createWebProvider } from './web.ts'

const node = createNodeProvider()
const web = createWebProvider()

for (const provider of [createTweetnaclProvider(), node, web]) providerSuite(provider)

describe('raw keys', () => {
  for (const provider of [createTweetnaclProvider(), node]) {
    it(`${provider.name} gives out what it took in`, async () => {
      const raw = provider.randomBytes(32)
      expect(provider.exportDh(provider.importDh(raw))).toEqual(raw)
      expect(provider.exportSigning(provider.importSigning(raw))).toEqual(raw)
      expect(provider.importDh(raw).publicKey).toEqual(node.importDh(raw).publicKey)
    })
  }
})

describe('web keys', () => {
  it('survive storage and stay unreadable', async () => {
    const key = await web.generateSigning()
    const stored = web.store(key)
    expect(stored.privateKey.extractable).toBe(false)
    const again = createWebProvider().restoreSigning(stored)
    expect(again.publicKey).toEqual(key.publicKey)
    await expect(crypto.subtle.exportKey('pkcs8', stored.privateKey)).rejects.toThrow()
  })

  it('are refused when extractable or of another kind', async () => {
    const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
    if (!('privateKey' in pair)) throw new Error('no pair')
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    const stored = { kind: 'ed25519', publicKey, privateKey: pair.privateKey } as const
    expect(await refusal(() => web.restoreSigning(stored))).toBe('type')
    const dh = web.store(await web.generateStatic())
    expect(await refusal(() => web.restoreSigning(dh))).toBe('type')
  })

  it('give the same bytes as raw keys', async () => {
    const secret = node.randomBytes(32)
    const scripted = createWebProvider(
      undefined,
      undefined,
      rawKeyMaker(() => secret, node),
    )
    const peer = await node.generateStatic()
    const dh = await scripted.generateStatic()
    expect(await scripted.dh(dh, peer.publicKey)).toEqual(
      await node.dh(node.importDh(secret), peer.publicKey),
    )
  })
})
