import { concat, take } from '../crypto/bytes.ts'
import { encodeHello } from '../crypto/connect-messages.ts'
import { Handshake, header, sealed, split } from '../crypto/handshake.ts'
import type { LocalIdentity, PublicIdentity } from '../crypto/identity.ts'
import type { DhKey } from '../crypto/provider/provider.ts'
import { type Cast, TEST_HELLO } from './crypto-cast.ts'

/**
 * What an attacker can compute who stole one side's keys but not the other's (key-compromise impersonation).
 * She follows the protocol as far as her keys reach, and uses her own where they end.
 */
const NAME = 'hearth1/kk/X25519/XSalsa20Poly1305/SHA512'

function begin(cast: Cast, host: PublicIdentity, device: PublicIdentity): Handshake {
  const prologue = [host.id, device.id, cast.room, host.signKey, device.signKey]
  const state = new Handshake(cast.host, NAME, ...prologue)
  state.mixHash(device.dhKey)
  state.mixHash(host.dhKey)
  return state
}

/** M1 as alice with the host's stolen keys: es and ss are both within reach. */
export async function forgeFirst(cast: Cast, stolenHost: LocalIdentity) {
  const provider = cast.host
  const state = begin(cast, cast.hearth, cast.alice)
  const ephemeral = await provider.generateEphemeral()
  state.mixHash(header('m1'))
  state.mixHash(ephemeral.publicKey)
  state.mixKey(await provider.dh(stolenHost.dh, ephemeral.publicKey))
  state.mixKey(await provider.dh(stolenHost.dh, cast.alice.dhKey))
  const box = state.encrypt(encodeHello(provider, TEST_HELLO))
  const finish = (m2: Uint8Array) => finishForged(cast, state, ephemeral, m2)
  return { message: concat(header('m1'), ephemeral.publicKey, box), finish }
}

/** Without S_d, se has to be guessed: any key that is not alice's gives another one. */
async function finishForged(cast: Cast, state: Handshake, ephemeral: DhKey, m2: Uint8Array) {
  const [theirs = m2, box = m2] = split(m2, 32, sealed(48))
  state.mixHash(header('m2'))
  state.mixHash(theirs)
  state.mixKey(await cast.host.dh(ephemeral, theirs))
  state.mixKey(await cast.device.dh(cast.mallory.dh, theirs))
  return state.decrypt(box)
}

/** M2 as the host with alice's stolen keys: ss and se are within reach, es is not. */
export async function forgeAnswer(
  cast: Cast,
  stolenDevice: LocalIdentity,
  m1: Uint8Array,
): Promise<Uint8Array> {
  const provider = cast.device
  const state = begin(cast, cast.hearth, cast.alice)
  const theirs = take(m1, 3, 35)
  state.mixHash(header('m1'))
  state.mixHash(theirs)
  state.mixKey(await provider.dh(cast.mallory.dh, theirs))
  state.mixKey(await provider.dh(stolenDevice.dh, cast.hearth.dhKey))
  state.mixHash(take(m1, 35, m1.length))
  const ephemeral = await provider.generateEphemeral()
  state.mixHash(header('m2'))
  state.mixHash(ephemeral.publicKey)
  state.mixKey(await provider.dh(ephemeral, theirs))
  state.mixKey(await provider.dh(stolenDevice.dh, ephemeral.publicKey))
  return concat(header('m2'), ephemeral.publicKey, state.encrypt(new Uint8Array(48)))
}
