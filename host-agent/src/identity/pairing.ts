import {
  CryptoError,
  encodePairingLink,
  HostPairing,
  type LocalIdentity,
  type Paired,
  type Permission,
  pairingKeys,
  permissionBits,
  type RawKeyProvider,
  signCertificate,
  toHex,
} from '@hearth/shared/crypto'
import {
  Close,
  decodePairingDetails,
  type ErrorCode,
  encodePairingVerdict,
  HearthError,
  PAIRING_BUCKET,
  type PairingDetails,
  type PairingVerdict,
  type Platform,
  type Right,
} from '@hearth/shared/protocol'
import { type Risk, visible } from '@hearth/shared/session'
import type { InboundPipe } from '@hearth/shared/transport'
import { ceilingOf, DEFAULT_RIGHTS } from './ceilings.ts'
import type { Device, Devices } from './devices.ts'
import { MAX_DEVICE_NAME, MAX_PAIRING_PIPES, PAIRING_CONFIRM_MS, PAIRING_STEP_MS } from './limits.ts'
import { Mailbox } from './mailbox.ts'
import { PairingSteps } from './pairing-steps.ts'

/** What the person is asked. `name` is the device's own word; what can't be seen in it is escaped already. */
export interface PairingQuestion {
  name: string
  platform: Platform
  sas: string
}

/** What the owner decides about a pairing before it begins. */
export interface PairingSpec {
  relayOrigin: string
  /** Where the link's page is; the relay itself by default. */
  app?: string
  /** Life of the link in ms. */
  ttl?: number
  rights?: readonly Right[]
  /** Highest risk that the device may allow; its class's ceiling by default. */
  riskMax?: Risk
  /** The person runs this relay, so that the web app it serves is theirs. */
  ownRelay?: boolean
  confirm(question: PairingQuestion): Promise<boolean>
}

/** What a pairing needs of the host. */
export interface PairingHost {
  provider: RawKeyProvider
  identity: LocalIdentity
  name: string
  devices: Devices
  clock: { now(): number; after(ms: number, run: () => void): () => void }
  /** Recorded before the device is told. @throws {HearthError} `decision.audit` */
  record(device: Device): Promise<void>
  /** The same link was used twice. */
  alarm(pid: string): void
  /** Tells the relay whom to let in, as well as it can now. */
  announce(relay: string): Promise<void>
}

/** One pairing link and what becomes of it (docs/protocol.md, "Pairing"). */
export class Pairing {
  readonly pid: string
  readonly link: string
  readonly expiresAt: number
  readonly relayOrigin: string
  readonly events = new PairingSteps()
  readonly #host: PairingHost
  readonly #spec: PairingSpec
  readonly #handshake: HostPairing
  readonly #pipes = new Set<InboundPipe>()
  #failures = 0
  #cancelExpiry: () => void

  /** `ttl` in ms, at most what the protocol allows. */
  constructor(host: PairingHost, spec: PairingSpec, ttl: number) {
    this.#host = host
    this.#spec = spec
    const { provider, identity, clock } = host
    const secret = provider.randomBytes(32)
    const seconds = Math.floor((clock.now() + ttl) / 1000)
    this.expiresAt = seconds * 1000
    this.relayOrigin = spec.relayOrigin
    this.pid = toHex(pairingKeys(provider, secret).pid)
    this.link = encodePairingLink(spec.app ?? spec.relayOrigin, {
      expiresAt: seconds,
      hostFingerprint: identity.fingerprint,
      secret,
      relay: spec.relayOrigin,
    })
    this.#handshake = new HostPairing(provider, {
      host: identity,
      secret,
      mode: 'link',
      expiresAt: this.expiresAt,
    })
    secret.fill(0)
    this.events.push({ step: 'waiting', expiresAt: this.expiresAt })
    this.#cancelExpiry = clock.after(this.expiresAt - clock.now(), () => this.#expire())
  }

  /** A pipe came through this pairing's rendezvous. */
  accept(pipe: InboundPipe): void {
    const inbox = new Mailbox(pipe, this.#host.clock.after)
    this.#pipes.add(pipe)
    void this.#run(pipe, inbox).finally(() => this.#pipes.delete(pipe))
  }

  /** The owner gave it up, or the host ends. */
  cancel(code: ErrorCode = 'pairing.declined'): void {
    this.#over(code)
    for (const pipe of this.#pipes) pipe.close(Close.done, 'the pairing was given up')
  }

  #expire(): void {
    if (this.events.over || this.#handshake.state === 'fresh') this.#over('pairing.expired')
  }

  #over(code: ErrorCode): void {
    this.#cancelExpiry()
    this.#handshake.destroy()
    this.events.push({ step: 'failed', code })
  }

  async #run(pipe: InboundPipe, inbox: Mailbox): Promise<void> {
    let ours = false
    try {
      pipe.send(await this.#first(await inbox.next(PAIRING_STEP_MS)))
      ours = true
      this.events.push({ step: 'connected' })
      const paired = await this.#handshake.finish(await inbox.next(PAIRING_STEP_MS), this.#host.clock.now())
      await this.#introduce(pipe, inbox, paired)
    } catch (error) {
      pipe.close(Close.refused, 'the pairing did not check out')
      if (ours) this.#over(error instanceof HearthError ? error.code : 'pairing.failed')
      else this.#notOurs(error)
    }
  }

  #first(message: Uint8Array): Promise<Uint8Array> {
    return this.#handshake.answer(message, this.#host.clock.now())
  }

  /** A pipe that did not prove the link spends nothing, unless there are too many; one that did, too late, is an alarm. */
  #notOurs(error: unknown): void {
    if (error instanceof CryptoError && error.code === 'used') {
      this.events.push({ step: 'alarm' })
      this.#host.alarm(this.pid)
      return
    }
    if (error instanceof CryptoError && error.code === 'expired') return this.#over('pairing.expired')
    this.#failures += 1
    if (this.#failures >= MAX_PAIRING_PIPES && this.#handshake.state === 'fresh') this.#over('pairing.failed')
  }

  async #introduce(pipe: InboundPipe, inbox: Mailbox, paired: Paired): Promise<void> {
    const frame = paired.channel.open(await inbox.next(PAIRING_STEP_MS))
    if (frame.type !== 'data') throw new HearthError('pairing.failed')
    const told = decodePairingDetails(frame.content)
    const details = { ...told, name: visible(told.name).slice(0, MAX_DEVICE_NAME) }
    const { name, platform, relayKey } = details
    // The relay's word for who is there; a key of somebody else is not to be written down as this device's.
    if (pipe.key !== toHex(relayKey)) throw new HearthError('pairing.failed')
    this.events.push({ step: 'confirm', name, platform, sas: paired.sas })
    const yes = await this.#ask({ name, platform, sas: paired.sas })
    if (this.events.over || inbox.ended)
      throw new HearthError('pairing.failed', 'The device left before it was confirmed')
    const verdict = yes ? await this.#admit(paired, details) : refusal('pairing.declined')
    pipe.send(paired.channel.seal(encodePairingVerdict(verdict), { minBucket: PAIRING_BUCKET }))
    pipe.send(paired.channel.close())
    pipe.close(Close.done, 'paired')
    if (verdict.t === 'paired') this.events.push({ step: 'accepted', device: verdict.device })
    else {
      this.#cancelExpiry()
      this.#handshake.destroy()
      this.events.push({ step: 'declined' })
    }
  }

  /** The person's answer; none in time is a no. */
  async #ask(question: PairingQuestion): Promise<boolean> {
    let cancel = (): void => undefined
    const late = new Promise<boolean>((resolve) => {
      cancel = this.#host.clock.after(PAIRING_CONFIRM_MS, () => resolve(false))
    })
    try {
      return await Promise.race([this.#spec.confirm(question), late])
    } finally {
      cancel()
    }
  }

  async #admit({ peer }: Paired, { name, platform, relayKey }: PairingDetails): Promise<PairingVerdict> {
    const { provider, identity, devices, clock, record, announce } = this.#host
    const ceiling = ceilingOf(platform, this.#spec.ownRelay === true)
    const createdAt = clock.now()
    const expiresAt = createdAt + ceiling.life
    const rights = [...(this.#spec.rights ?? DEFAULT_RIGHTS)]
    const riskMax = this.#spec.riskMax ?? ceiling.riskMax
    const permBits = permissionBits(rights satisfies Permission[])
    const certificate = await signCertificate(provider, identity.sign, {
      hostId: identity.id,
      device: peer,
      relayKey,
      createdAt,
      expiresAt,
      permBits,
      riskMax,
    })
    const id = toHex(peer.id)
    const relay = this.relayOrigin
    const device: Device = {
      ...{ id, name, rights, riskMax, platform, relay, relayKey: toHex(relayKey) },
      ...{ identity: peer, certificate, createdAt, expiresAt, lastSeen: createdAt },
    }
    await record(device)
    devices.add(device)
    await announce(relay)
    return {
      t: 'paired',
      host: { name: this.#host.name },
      device: { id, name, rights, riskMax },
      certificate,
      policyEpoch: devices.policyEpoch,
      expiresAt,
    }
  }
}

const refusal = (code: ErrorCode): PairingVerdict => ({ t: 'not-paired', code })
