import {
  type CryptoProvider,
  encodePairingLink,
  HostPairing,
  type Paired,
  pairingKeys,
  permissionBits,
  signCertificate,
  toHex,
} from '@hearth/shared/crypto'
import { decodePairingDetails, encodePairingVerdict } from '@hearth/shared/protocol'
import { newRelayIdentity, type ScriptedHost } from '@hearth/shared/testing'
import type { Transport } from '@hearth/shared/transport'

const LIFE_MS = 60_000

/**
 * Waits under a fresh link, on a line of its own, for one device and confirms it at once; then the scripted host
 * knows the device and connects. Gives the link.
 */
export const awaitPairing = async (
  host: ScriptedHost,
  provider: CryptoProvider,
  transport: Transport,
  origin: string,
): Promise<string> => {
  const secret = provider.randomBytes(32)
  const expiresAt = Date.now() + LIFE_MS
  const pairing = new HostPairing(provider, { host: host.identity, secret, mode: 'link', expiresAt })
  const room = toHex(provider.randomBytes(16))
  const line = await transport.dialHost({ origin, identity: newRelayIdentity(), room, devices: [] })

  const confirm = async (paired: Paired, message: Uint8Array): Promise<Uint8Array> => {
    const { name, relayKey } = decodePairingDetails(paired.channel.open(message).content)
    const rights = ['read', 'prompt', 'decide'] as const
    const certificate = await signCertificate(provider, host.identity.sign, {
      hostId: host.identity.id,
      device: paired.peer,
      relayKey,
      createdAt: Date.now(),
      expiresAt,
      permBits: permissionBits([...rights]),
      riskMax: 4,
    })
    host.know({ identity: paired.peer, name, relayKey: toHex(relayKey) })
    host.disconnect()
    await host.connect(transport, origin)
    const device = { id: toHex(paired.peer.id), name, rights: [...rights], riskMax: 4 as const }
    const verdict = { t: 'paired', host: { name: 'workstation' }, device, certificate } as const
    return paired.channel.seal(encodePairingVerdict({ ...verdict, policyEpoch: 1, expiresAt }))
  }

  line.onPipe((pipe) => {
    let paired: Paired | undefined
    let step = 0
    const take = async (message: Uint8Array): Promise<void> => {
      step += 1
      if (step === 1) pipe.send(await pairing.answer(message, Date.now()))
      else if (paired === undefined) paired = await pairing.finish(message, Date.now())
      else pipe.send(await confirm(paired, message))
    }
    let turn = Promise.resolve()
    pipe.onMessage((message) => {
      turn = turn.then(() => take(message)).catch(() => pipe.close(4003, 'no'))
    })
  })
  await line.openPairing(toHex(pairingKeys(provider, secret).pid), expiresAt)
  return encodePairingLink('http://app.example', {
    hostFingerprint: host.identity.fingerprint,
    secret,
    relay: origin,
    expiresAt: Math.floor(expiresAt / 1000),
  })
}
