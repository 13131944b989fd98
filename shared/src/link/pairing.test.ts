import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  encodePairingLink,
  generateIdentity,
  HostPairing,
  type LocalIdentity,
  type Paired,
  pairingKeys,
  permissionBits,
  signCertificate,
  toHex,
} from '../crypto/index.ts'
import { createNodeProvider } from '../crypto/provider/node.ts'
import {
  Close,
  decodePairingDetails,
  encodePairingVerdict,
  type PairingDetails,
  type PairingVerdict,
} from '../protocol/index.ts'
import {
  createMemoryRelay,
  fastClock,
  newDevice,
  newName,
  newRelayIdentity,
  type TestDevice,
} from '../testing/index.ts'
import type { HostLine, InboundPipe, Transport } from '../transport/index.ts'
import { pairDevice } from './pairing.ts'

const provider = createNodeProvider()
const MINUTE = 60_000

describe('pairing a device', () => {
  const relay = createMemoryRelay()
  let host: LocalIdentity
  let line: HostLine
  let alice: TestDevice
  let link: string
  let shown: string[]
  let verdict: (paired: Paired, details: PairingDetails) => Promise<PairingVerdict>
  let onPipe: (pipe: InboundPipe) => void

  const accept = async ({ peer }: Paired, details: PairingDetails): Promise<PairingVerdict> => {
    const rights = ['read', 'prompt'] as const
    const certificate = await signCertificate(provider, host.sign, {
      hostId: host.id,
      device: peer,
      relayKey: details.relayKey,
      createdAt: Date.now(),
      expiresAt: Date.now() + MINUTE,
      permBits: permissionBits([...rights]),
      riskMax: 3,
    })
    const device = { id: toHex(peer.id), name: details.name, rights: [...rights], riskMax: 3 as const }
    const expiresAt = Date.now() + MINUTE
    return { t: 'paired', host: { name: 'workstation' }, device, certificate, policyEpoch: 1, expiresAt }
  }

  const answer = (pairing: HostPairing, pipe: InboundPipe): void => {
    let paired: Paired | undefined
    let step = 0
    const take = async (message: Uint8Array): Promise<void> => {
      step += 1
      if (step === 1) return pipe.send(await pairing.answer(message, Date.now()))
      if (paired === undefined) {
        paired = await pairing.finish(message, Date.now())
        return
      }
      const details = decodePairingDetails(paired.channel.open(message).content)
      const said = await verdict(paired, details)
      pipe.send(paired.channel.seal(encodePairingVerdict(said)))
    }
    let turn = Promise.resolve()
    pipe.onMessage((message) => {
      turn = turn.then(() => take(message)).catch(() => pipe.close(Close.refused, 'no'))
    })
  }

  beforeEach(async () => {
    host = await generateIdentity(provider)
    alice = await newDevice(provider, 'alice')
    shown = []
    verdict = accept
    const secret = provider.randomBytes(32)
    const pairing = new HostPairing(provider, { host, secret, mode: 'link', expiresAt: Date.now() + MINUTE })
    onPipe = (pipe) => answer(pairing, pipe)
    const options = { origin: relay.origin, identity: newRelayIdentity(), room: newName(), devices: [] }
    line = await relay.transport.dialHost(options)
    line.onPipe((pipe) => onPipe(pipe))
    await line.openPairing(toHex(pairingKeys(provider, secret).pid), Date.now() + MINUTE)
    link = linkTo(host.fingerprint, secret)
  })
  afterEach(() => line.close())

  const linkTo = (hostFingerprint: Uint8Array, secret: Uint8Array, life = MINUTE): string =>
    encodePairingLink('http://app.example', {
      hostFingerprint,
      secret,
      relay: relay.origin,
      expiresAt: Math.floor((Date.now() + life) / 1000),
    })

  const pair = (text: string, speed = 1, transport = relay.transport) =>
    pairDevice({
      link: text,
      keys: alice.keys,
      provider,
      transport,
      name: 'alice',
      platform: 'cli',
      onSas: (sas) => shown.push(sas),
      clock: fastClock(speed),
    })

  it('ends with a record of the host, after both sides had the same digits', async () => {
    let there = ''
    verdict = (paired, details) => {
      there = paired.sas
      return accept(paired, details)
    }
    const paired = await pair(`  ${link}\n`)
    expect(paired).toMatchObject({ relay: relay.origin, host: { id: toHex(host.id), name: 'workstation' } })
    expect(paired.device).toMatchObject({ name: 'alice', rights: ['read', 'prompt'] })
    expect(shown).toEqual([there])
  })

  it.each(['hello', 'http://app.example/p#AAAA', 'http://app.example/p?x#AQ', ''])(
    'refuses %j as no link',
    async (text) => {
      await expect(pair(text)).rejects.toMatchObject({ code: 'pairing.link' })
    },
  )

  it('refuses a link that has expired', async () => {
    await expect(pair(linkTo(host.fingerprint, provider.randomBytes(32), -MINUTE))).rejects.toMatchObject({
      code: 'pairing.expired',
    })
  })

  it('says that nobody waits under an unknown link', async () => {
    await expect(pair(linkTo(host.fingerprint, provider.randomBytes(32)))).rejects.toMatchObject({
      code: 'relay.pairing_unknown',
    })
  })

  it('refuses another host than that of the link, and shows no digits', async () => {
    const secret = provider.randomBytes(32)
    const pairing = new HostPairing(provider, { host, secret, mode: 'link', expiresAt: Date.now() + MINUTE })
    onPipe = (pipe) => answer(pairing, pipe)
    await line.openPairing(toHex(pairingKeys(provider, secret).pid), Date.now() + MINUTE)
    const charlie = await generateIdentity(provider)
    await expect(pair(linkTo(charlie.fingerprint, secret))).rejects.toMatchObject({
      code: 'pairing.wrong_host',
    })
    expect(shown).toEqual([])
  })

  it('says that a link was used', async () => {
    await pair(link)
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.used' })
  })

  it('says that a link was used when the host refused before this side listened', async () => {
    onPipe = (pipe) => pipe.close(Close.refused, 'no')
    const ended: Transport = {
      ...relay.transport,
      dialDevice: async (options) => {
        const line = await relay.transport.dialDevice(options)
        await new Promise((resolve) => line.onEnd(resolve))
        return line
      },
    }
    await expect(pair(link, 1, ended)).rejects.toMatchObject({ code: 'pairing.used' })
  })

  it('fails when the host refuses after it has answered', async () => {
    verdict = () => Promise.reject(new Error('not this one'))
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.failed' })
  })

  it('says that the person declined', async () => {
    verdict = async () => ({ t: 'not-paired', code: 'pairing.declined' })
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.declined' })
  })

  it('fails when somebody in between alters the answer', async () => {
    onPipe = (pipe) => pipe.onMessage(() => pipe.send(new Uint8Array(211).fill(1)))
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.failed' })
  })

  it('refuses a certificate that is not about itself', async () => {
    const bob = await newDevice(provider, 'bob')
    verdict = (paired, details) => accept({ ...paired, peer: bob.identity }, details)
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.failed' })
  })

  it('ends when the connection ends while the person thinks', async () => {
    verdict = () => {
      relay.cut(({ role }) => role === 'device')
      return new Promise(() => undefined)
    }
    await expect(pair(link)).rejects.toMatchObject({ code: 'pairing.interrupted' })
  })

  it.each([
    ['the host says nothing', () => undefined],
    ['nobody compares the digits', null],
  ] as const)('does not wait for ever when %s', async (_what, silent) => {
    if (silent === null) verdict = () => new Promise(() => undefined)
    else onPipe = (pipe) => pipe.onMessage(silent)
    await expect(pair(link, 2_000)).rejects.toMatchObject({ code: 'pairing.timeout' })
  })
})
