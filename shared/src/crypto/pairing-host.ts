import { concat, equal, take, wipe } from './bytes.ts'
import { establish } from './connect.ts'
import { CryptoError } from './errors.ts'
import { assertMessage, type Handshake, header, sealed, split } from './handshake.ts'
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
import { type HostPairingState, PAIRING_TABLE } from './pairing-state.ts'
import type { CryptoProvider, DhKey } from './provider/provider.ts'

/** What the host brings to one pairing. */
export interface PairAsHost {
  readonly host: LocalIdentity
  /** 32 bytes, random per pairing. */
  readonly secret: Uint8Array
  readonly mode: PairingMode
  /** Host clock in ms after which the secret is void. */
  readonly expiresAt: number
}

interface Halfway {
  readonly state: Handshake
  readonly ephemeral: DhKey
  readonly commit: Uint8Array
  readonly nonce: Uint8Array
}

/**
 * The host's half of one pairing secret. A first message that proves the secret spends it; another that
 * proves it too is refused as `used`, which the caller must show as an alarm: somebody else has the secret.
 * A message that does not prove a link's secret spends nothing, so that the relay cannot burn a link; a short
 * code is burned by the first wrong guess.
 */
export class HostPairing {
  readonly #provider: CryptoProvider
  readonly #options: PairAsHost
  readonly #secret: Uint8Array
  #state: HostPairingState = 'fresh'
  #halfway: Halfway | undefined

  constructor(provider: CryptoProvider, options: PairAsHost) {
    this.#provider = provider
    this.#options = options
    this.#secret = take(options.secret, 0, options.secret.length)
  }

  get state(): HostPairingState {
    return this.#state
  }

  /**
   * Takes P1 at host time `now` (ms), gives P2. Throws `expired`, `type`, `version`, `msgtype`, `suite`,
   * `length`, `auth`, `used` (alarm), `low_order`, `dead`.
   */
  async answer(message: Uint8Array, now: number): Promise<Uint8Array> {
    this.#assertTimely(now)
    if (this.#isOver()) throw new CryptoError('dead', 'pairing')
    const opened = this.#openFirst(message)
    if (this.#state !== 'fresh') throw new CryptoError('used')
    this.#state = PAIRING_TABLE[this.#state].first
    try {
      return await this.#reply(opened.state, opened.theirs, opened.commit)
    } catch (error) {
      this.destroy()
      throw error
    }
  }

  /**
   * Takes P3 at host time `now` (ms), gives the device and the digits to compare. Throws `expired`, `state`,
   * `type`, `version`, `msgtype`, `suite`, `length`, `low_order`, `auth`, `small_order`, `identity`,
   * `malleable`, `signature`, `commit`; each ends the pairing, except `state`.
   */
  async finish(message: Uint8Array, now: number): Promise<Paired> {
    const halfway = this.#halfway
    if (this.#state !== 'answered' || halfway === undefined) throw new CryptoError('state', 'pairing')
    this.#halfway = undefined
    try {
      this.#assertTimely(now)
      const paired = await this.#complete(halfway, message)
      this.#state = PAIRING_TABLE.answered.last
      return paired
    } catch (error) {
      this.destroy()
      throw error
    } finally {
      this.#forget(halfway)
    }
  }

  /** Ends this pairing whatever its state: the link or code is void from now on. */
  destroy(): void {
    this.#state = PAIRING_TABLE[this.#state].failure
    if (this.#halfway !== undefined) this.#forget(this.#halfway)
    this.#halfway = undefined
    wipe(this.#secret)
  }

  #isOver(): boolean {
    return this.#state === 'dead'
  }

  #assertTimely(now: number): void {
    if (now < this.#options.expiresAt) return
    this.destroy()
    throw new CryptoError('expired', 'pairing')
  }

  #openFirst(message: Uint8Array): { state: Handshake; theirs: Uint8Array; commit: Uint8Array } {
    assertMessage(message, 'p1')
    const [theirs = message, box = message] = split(message, 32, sealed(32))
    const state = beginPairing(this.#provider, this.#secret, this.#options.mode)
    mixEphemeral(state, theirs)
    try {
      return { state, theirs, commit: state.decrypt(box) }
    } catch (error) {
      if (this.#options.mode === 'code') this.destroy()
      throw error
    }
  }

  async #reply(state: Handshake, theirs: Uint8Array, commit: Uint8Array): Promise<Uint8Array> {
    const provider = this.#provider
    const { host } = this.#options
    const ephemeral = await provider.generateEphemeral()
    const nonce = provider.randomBytes(16)
    const head = header('p2')
    state.mixHash(head)
    mixEphemeral(state, ephemeral.publicKey)
    state.mixKey(await provider.dh(ephemeral, theirs))
    const keys = sealKeys(state, host)
    state.mixKey(await provider.dh(host.dh, theirs))
    const proof = await sealProof(provider, state, host, 'hearth1/pair/host', nonce)
    const halfway = { state, ephemeral, commit, nonce }
    if (this.#isOver()) {
      this.#forget(halfway)
      throw new CryptoError('dead', 'pairing')
    }
    this.#halfway = halfway
    return concat(head, ephemeral.publicKey, keys, proof)
  }

  async #complete({ state, ephemeral, commit, nonce }: Halfway, message: Uint8Array): Promise<Paired> {
    const provider = this.#provider
    assertMessage(message, 'p3')
    const [keys = message, proof = message] = split(message, sealed(64), sealed(80))
    state.mixHash(header('p3'))
    const device = openKeys(provider, state, keys, this.#options.host)
    state.mixKey(await provider.dh(ephemeral, device.dhKey))
    const deviceNonce = await openProof(provider, state, proof, device, 'hearth1/pair/dev')
    if (!equal(commitment(provider, deviceNonce), commit)) throw new CryptoError('commit')
    const sas = shortString(state, deviceNonce, nonce)
    return { ...establish(provider, state, 'host', true), peer: device, sas }
  }

  #forget({ state, ephemeral, nonce }: Halfway): void {
    state.wipe()
    wipe(nonce)
    this.#provider.forget(ephemeral)
  }
}
