import { concat, equal, wipe } from './bytes.ts'
import { establish } from './connect.ts'
import { CryptoError } from './errors.ts'
import { assertMessage, header, sealed, split } from './handshake.ts'
import type { LocalIdentity } from './identity.ts'
import {
  beginPairing,
  commitment,
  mixEphemeral,
  openKeys,
  openProof,
  type Paired,
  sealKeys,
  sealProof,
  shortString,
} from './pairing-common.ts'
import type { PairingMode } from './pairing-secret.ts'
import type { CryptoProvider } from './provider/provider.ts'

/** What a device brings to a pairing. */
export interface PairAsDevice {
  readonly device: LocalIdentity
  /** 32 bytes: from the link, or the result of the short-code exchange. */
  readonly secret: Uint8Array
  readonly mode: PairingMode
  /** 32 bytes, from the link; a short code carries none, then only the digits tell the host. */
  readonly hostFingerprint?: Uint8Array
}

/** The device's half: send `message`, give P2 to `finish` once, send the `message` it returns. */
export interface PendingPairing {
  /** P1. */
  readonly message: Uint8Array
  /**
   * Takes P2; gives P3 and the channel. Throws `type`, `version`, `msgtype`, `suite`, `length`, `low_order`,
   * `auth`, `small_order`, `identity`, `host_fp`, `malleable`, `signature`; `state` on a second call.
   */
  finish(answer: Uint8Array): Promise<Paired & { readonly message: Uint8Array }>
  /** Forgets the ephemeral key without an answer. */
  abandon(): void
}

/** Starts pairing handshake P as the device (docs/protocol.md, "Pairing"). */
export async function startPairing(provider: CryptoProvider, options: PairAsDevice): Promise<PendingPairing> {
  const { device, mode, hostFingerprint } = options
  if (mode === 'link' && hostFingerprint === undefined) throw new CryptoError('host_fp')
  const state = beginPairing(provider, options.secret, mode)
  const ephemeral = await provider.generateEphemeral()
  const nonce = provider.randomBytes(16)
  mixEphemeral(state, ephemeral.publicKey)
  const box = state.encrypt(commitment(provider, nonce))
  let over = false
  const end = () => {
    over = true
    state.wipe()
    wipe(nonce)
    provider.forget(ephemeral)
  }

  async function run(answer: Uint8Array): Promise<Paired & { message: Uint8Array }> {
    assertMessage(answer, 'p2')
    const [theirs = answer, keys = answer, proof = answer] = split(answer, 32, sealed(64), sealed(80))
    state.mixHash(header('p2'))
    mixEphemeral(state, theirs)
    state.mixKey(await provider.dh(ephemeral, theirs))
    const host = openKeys(provider, state, keys, device)
    if (hostFingerprint !== undefined && !equal(host.fingerprint, hostFingerprint)) {
      throw new CryptoError('host_fp')
    }
    state.mixKey(await provider.dh(ephemeral, host.dhKey))
    const hostNonce = await openProof(provider, state, proof, host, 'hearth1/pair/host')
    const head = header('p3')
    state.mixHash(head)
    const ownKeys = sealKeys(state, device)
    state.mixKey(await provider.dh(device.dh, theirs))
    const ownProof = await sealProof(provider, state, device, 'hearth1/pair/dev', nonce)
    const sas = shortString(state, nonce, hostNonce)
    const message = concat(head, ownKeys, ownProof)
    return { ...establish(provider, state, 'device', true), peer: host, sas, message }
  }

  return {
    message: concat(header('p1'), ephemeral.publicKey, box),
    async finish(answer) {
      if (over) throw new CryptoError('state', 'pairing')
      over = true
      try {
        return await run(answer)
      } finally {
        end()
      }
    },
    abandon: end,
  }
}
