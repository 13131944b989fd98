import {
  CryptoError,
  type CryptoProvider,
  equal,
  type Paired,
  type PairingLink,
  pairingKeys,
  parsePairingLink,
  startPairing,
  toHex,
  verifyCertificate,
} from '../crypto/index.ts'
import {
  Close,
  closeName,
  decodePairingVerdict,
  encodePairingDetails,
  HearthError,
  PAIRING_BUCKET,
  type PairingVerdict,
  type Platform,
} from '../protocol/index.ts'
import type { DeviceLine, Pipe, Transport } from '../transport/index.ts'
import { type Clock, systemClock } from './clock.ts'
import type { DeviceKeys, PairedHost } from './identity.ts'
import { PAIR_CONFIRM_MS, PAIR_STEP_MS } from './limits.ts'
import { Mailbox } from './mailbox.ts'

/** What a pairing is made of. */
export interface PairDeviceOptions {
  /** The link or its bare fragment. Following it was a person's choice. */
  readonly link: string
  readonly keys: DeviceKeys
  readonly provider: CryptoProvider
  readonly transport: Transport
  /** What this device calls itself, at most 80 characters. */
  readonly name: string
  readonly platform: Platform
  /** The six digits to show; the person compares them with what the host shows. */
  onSas(sas: string): void
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

/**
 * Pairs this device with the host of a link. Resolves when the person at the host has confirmed the digits.
 * @throws {HearthError} `pairing.link`, `pairing.expired`, `pairing.wrong_host`, `pairing.failed`, `pairing.declined`,
 * `pairing.used`, `pairing.too_many`, `pairing.timeout`, `pairing.interrupted`, or the relay's
 */
export const pairDevice = async (options: PairDeviceOptions): Promise<PairedHost> => {
  const clock = options.clock ?? systemClock
  const link = readLink(options.link, clock.now())
  const { provider, keys } = options
  const pending = await startPairing(provider, {
    device: keys.identity,
    secret: link.secret,
    mode: 'link',
    hostFingerprint: link.hostFingerprint,
  })
  let line: DeviceLine | undefined
  try {
    const identity = await keys.relay(link.relay)
    line = await options.transport.dialDevice({
      origin: link.relay,
      identity,
      destination: { to: 'pairing', pid: toHex(pairingKeys(provider, link.secret).pid) },
      first: pending.message,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    const { pipe, sentFirst, inbox } = await refusedAtOnce(meet(line, clock))
    options.signal?.addEventListener('abort', () => inbox.end(new HearthError('pairing.interrupted')))
    if (!sentFirst) pipe.send(pending.message)
    const paired = await pending.finish(await refusedAtOnce(inbox.next(PAIR_STEP_MS)))
    pipe.send(paired.message)
    const details = {
      t: 'pair',
      name: options.name,
      platform: options.platform,
      relayKey: identity.publicKey,
    } as const
    pipe.send(paired.channel.seal(encodePairingDetails(details), { minBucket: PAIRING_BUCKET }))
    options.onSas(paired.sas)
    const opened = paired.channel.open(await inbox.next(PAIR_CONFIRM_MS))
    const verdict = decodePairingVerdict(opened.content)
    return await conclude(options, link, paired, verdict, identity.publicKey, clock.now())
  } catch (error) {
    throw explain(error)
  } finally {
    pending.abandon()
    line?.close()
  }
}

const readLink = (text: string, now: number): PairingLink => {
  try {
    return parsePairingLink(text.trim(), now)
  } catch (cause) {
    if (!(cause instanceof CryptoError)) throw cause
    throw new HearthError(cause.code === 'expired' ? 'pairing.expired' : 'pairing.link', undefined, { cause })
  }
}

const meet = async (
  line: DeviceLine,
  clock: Clock,
): Promise<{ pipe: Pipe; sentFirst: boolean; inbox: Mailbox }> => {
  const inbox = new Mailbox(clock, () => new HearthError('pairing.timeout'))
  const met = new Promise<{ pipe: Pipe; sentFirst: boolean }>((resolve, reject) => {
    const cancel = clock.after(PAIR_STEP_MS, () => reject(new HearthError('pairing.timeout')))
    line.onEnd(({ code }) => {
      cancel()
      inbox.end(endOf(code))
      reject(endOf(code))
    })
    line.onPipe((pipe, sentFirst) => {
      cancel()
      pipe.onMessage((message) => inbox.push(message))
      pipe.onEnd(({ code }) => inbox.end(endOf(code)))
      resolve({ pipe, sentFirst })
    })
  })
  return { ...(await met), inbox }
}

/**
 * Only who has the secret reaches the host under this link: if it refuses before it has said anything, somebody was
 * first. That word may come before this side listens, or after.
 */
const refusedAtOnce = async <T>(step: Promise<T>): Promise<T> => {
  try {
    return await step
  } catch (error) {
    const refused = error instanceof HearthError && error.code === 'pairing.failed'
    throw refused ? new HearthError('pairing.used', undefined, { cause: error }) : error
  }
}

const endOf = (code: number): HearthError => {
  if (code === Close.refused) return new HearthError('pairing.failed')
  if (code === Close.timeout) return new HearthError('pairing.timeout')
  return new HearthError(
    'pairing.interrupted',
    `The connection ended before the pairing was finished (${closeName(code)})`,
  )
}

const conclude = async (
  { provider, keys }: PairDeviceOptions,
  link: PairingLink,
  { peer }: Paired,
  verdict: PairingVerdict,
  relayKey: Uint8Array,
  now: number,
): Promise<PairedHost> => {
  if (verdict.t === 'not-paired') throw new HearthError(verdict.code)
  const certificate = await verifyCertificate(provider, verdict.certificate, { host: peer, now })
  const ours = equal(certificate.device.id, keys.identity.id) && equal(certificate.relayKey, relayKey)
  if (!ours || verdict.device.id !== toHex(keys.identity.id)) throw new HearthError('pairing.failed')
  return {
    v: 1,
    relay: link.relay,
    host: {
      id: toHex(peer.id),
      name: verdict.host.name,
      dhKey: toHex(peer.dhKey),
      signKey: toHex(peer.signKey),
    },
    device: verdict.device,
    certificate: toHex(verdict.certificate),
    pairedAt: now,
    expiresAt: verdict.expiresAt,
  }
}

const explain = (error: unknown): HearthError => {
  if (error instanceof HearthError) return error
  if (!(error instanceof CryptoError))
    return new HearthError('pairing.interrupted', undefined, { cause: error })
  const code = error.code === 'host_fp' ? 'pairing.wrong_host' : 'pairing.failed'
  return new HearthError(code, undefined, { cause: error })
}
