import { startPairing } from '../../crypto/pairing-device.ts'
import { HostPairing } from '../../crypto/pairing-host.ts'
import { pairingKeys } from '../../crypto/pairing-secret.ts'
import { createNodeProvider } from '../../crypto/provider/node.ts'
import { fromHex, toHex } from '../../crypto/text.ts'
import { type Check, provider, type World } from './world.ts'

/** Secret, the three messages, the digits of both sides. */
export async function* pairingChecks(world: World): AsyncGenerator<Check> {
  const { file, host, device, hostRandom, deviceRandom } = world
  const { pair } = file
  const secret = fromHex(pair.secret)
  const { pid, psk } = pairingKeys(provider, secret)
  yield { path: 'pair.pid', expected: pair.pid, got: toHex(pid) }
  yield { path: 'pair.psk', expected: pair.psk, got: toHex(psk) }
  if (hostRandom === undefined || deviceRandom === undefined) {
    // Without seeds only the first message can be opened: its key follows from the secret alone.
    const opener = new HostPairing(provider, { host, secret, mode: 'link', expiresAt: 1 })
    await opener.answer(fromHex(pair.p1), 0)
    world.unchecked.push('pair.p2, p3, sas (seeds unknown; p1 opened only)')
    return
  }
  const mode = 'link'
  const options = { device, secret, mode, hostFingerprint: host.fingerprint } as const
  const pending = await startPairing(createNodeProvider(deviceRandom), options)
  yield { path: 'pair.p1', expected: pair.p1, got: toHex(pending.message) }
  const hostSide = new HostPairing(createNodeProvider(hostRandom), { host, secret, mode, expiresAt: 1 })
  const second = await hostSide.answer(pending.message, 0)
  yield { path: 'pair.p2', expected: pair.p2, got: toHex(second) }
  const deviceEnd = await pending.finish(second)
  yield { path: 'pair.p3', expected: pair.p3, got: toHex(deviceEnd.message) }
  const hostEnd = await hostSide.finish(deviceEnd.message, 0)
  yield { path: 'pair.sas', expected: pair.sas, got: deviceEnd.sas }
  yield { path: 'pair.sasHost', expected: pair.sasHost, got: hostEnd.sas }
  const lengths = [pending.message, second, deviceEnd.message].map((message) => message.length)
  for (const [i, length] of lengths.entries()) {
    yield { path: `pair.lens[${i}]`, expected: pair.lens[i], got: length }
  }
}
