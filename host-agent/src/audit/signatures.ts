import {
  CryptoError,
  type CryptoProvider,
  type Decision,
  fromHex,
  openDecision,
  type PublicIdentity,
  toHex,
  verifyCertificate,
} from '@hearth/shared/crypto'
import { Choice, RuleDraft } from '@hearth/shared/session'
import * as v from 'valibot'
import type { AuditLine } from './entry.ts'
import { hashed } from './hash.ts'
import type { BadEntry } from './scan.ts'
import { verifyAssertion } from './step-up.ts'

type Line<T extends AuditLine['type']> = Extract<AuditLine, { type: T }>

interface Device {
  readonly signKey: Uint8Array
  readonly expiresAt: number
  decides: boolean
  riskMax: number
}

/** A request as far as its decision is held against it. */
interface Asked {
  readonly reqHash: string | null
  readonly risk: number | null
  /** Hashes of the nonces that each device was offered, with their expiry. */
  readonly offers: Map<string, Map<string, number>>
}

/** Bit of the right to decide in a certificate. */
const DECIDE = 4
/** Where the channel's id stands in a decision. */
const SID = { from: 48, to: 80 } as const
const CHOICE: Readonly<Record<Decision['choice'], Choice>> = {
  'allow-once': Choice.allowOnce,
  'allow-rule': Choice.allowRule,
  deny: Choice.deny,
}

/**
 * Holds every decision of a log against what the log itself says of its device and its request: the certificate that
 * the host signed when the device was paired, the rights since, the offer, the rule, the passkey. Entries are given in
 * their order. What a log that begins in the middle does not have is not held against it.
 */
export class Signatures {
  readonly #provider: CryptoProvider
  readonly #host: PublicIdentity
  readonly #devices = new Map<string, Device>()
  /** Revoked. */
  readonly #gone = new Set<string>()
  readonly #passkeys = new Map<string, Line<'passkey'>>()
  readonly #requests = new Map<string, Asked>()
  readonly #counters = new Map<string, number>()
  readonly #rules = new Set<string>()
  /** Decisions that were not to be applied, each with its entry: good only if they were refused. */
  readonly #suspects = new Map<string, BadEntry>()
  /** Decisions whose signature was verified. */
  decisions = 0

  constructor(provider: CryptoProvider, host: PublicIdentity) {
    this.#provider = provider
    this.#host = host
  }

  /** The first decision that should not have been applied and was not refused. */
  get unlawful(): BadEntry | null {
    const [first] = this.#suspects.values()
    return first ?? null
  }

  /** Why an entry is not to be believed, a clause; null where nothing speaks against it. */
  async take(line: AuditLine): Promise<string | null> {
    switch (line.type) {
      case 'paired':
        return await this.#paired(line)
      case 'limited':
        return this.#limited(line)
      case 'revoked':
        this.#gone.add(line.device)
        return null
      case 'refused':
        if (line.decision !== null) this.#suspects.delete(line.decision)
        return null
      case 'passkey':
        if (line.publicKey === null) this.#passkeys.delete(line.id)
        else this.#passkeys.set(line.id, line)
        return null
      case 'request':
        this.#requests.set(line.request, {
          reqHash: line.reqHash,
          risk: line.risk,
          offers: this.#requests.get(line.request)?.offers ?? new Map(),
        })
        return null
      case 'offer':
        this.#offered(line)
        return null
      case 'settled':
        this.#requests.delete(line.request)
        return null
      case 'decision':
        return await this.#decision(line)
      case 'rule':
        return this.#rule(line)
      default:
        return null
    }
  }

  async #paired({ device, certificate }: Line<'paired'>): Promise<string | null> {
    try {
      // Whether it was in time is asked of each decision.
      const given = await verifyCertificate(this.#provider, fromHex(certificate), {
        host: this.#host,
        now: 0,
      })
      if (toHex(given.device.id) !== device) return 'is about another device than its certificate'
      const { permBits, riskMax, expiresAt } = given
      const decides = (permBits & DECIDE) !== 0
      this.#gone.delete(device)
      this.#devices.set(device, { signKey: given.device.signKey, expiresAt, decides, riskMax })
      return null
    } catch (error) {
      return `has a certificate that the host has not signed (${codeOf(error)})`
    }
  }

  #limited({ device, rights, riskMax, by }: Line<'limited'>): string | null {
    const known = this.#devices.get(device)
    if (known === undefined) return null
    const decides = rights.includes('decide')
    if (by !== null && ((decides && !known.decides) || riskMax > known.riskMax))
      return 'gives a device by itself more than it had'
    known.decides = decides
    known.riskMax = riskMax
    return null
  }

  #offered({ request, device, nonceHash, expiresAt }: Line<'offer'>): void {
    const asked = this.#requests.get(request)
    if (asked === undefined) return
    const own = asked.offers.get(device) ?? new Map<string, number>()
    asked.offers.set(device, own.set(nonceHash, expiresAt))
  }

  async #decision(line: Line<'decision'>): Promise<string | null> {
    const device = this.#devices.get(line.device)
    if (device === undefined) return 'is by a device that was not paired then'
    const bytes = fromHex(line.decision)
    let decision: Decision
    try {
      decision = await openDecision(this.#provider, bytes, {
        hostId: this.#host.id,
        deviceId: fromHex(line.device),
        sid: bytes.slice(SID.from, SID.to),
        signKey: device.signKey,
      })
    } catch (error) {
      return `has a decision that its device has not signed (${codeOf(error)})`
    }
    const forged = this.#unlike(line, decision) ?? (await this.#unproved(line, decision, bytes))
    if (forged !== null) return forged
    this.decisions += 1
    // Rights and requests may change while a decision is written down: then it is refused after it.
    const why = this.#unasked(line, decision) ?? this.#unlawful(line, decision, device)
    if (why !== null) this.#suspects.set(line.decision, { entry: line.i, why })
    return null
  }

  /** What the entry says beside the signed bytes. */
  #unlike(line: Line<'decision'>, decision: Decision): string | null {
    if (toHex(decision.reqId) !== line.request) return 'was signed for another request'
    if (toHex(decision.reqHash) !== line.reqHash) return 'was signed for a request of other bytes'
    if (CHOICE[decision.choice] !== line.choice) return 'was signed with another choice'
    const sid = toHex(decision.sid)
    if (decision.counter <= (this.#counters.get(sid) ?? 0)) return 'was seen before in its channel'
    this.#counters.set(sid, decision.counter)
    if (decision.choice !== 'allow-rule') return null
    const rule = Buffer.from(line.rule ?? '', 'base64url')
    if (hashed(this.#provider, rule) !== toHex(decision.ruleHash)) return 'was signed with another rule'
    const draft = draftIn(rule)
    if (draft === null) return 'was signed with a rule that can’t be read'
    this.#rules.add(`${line.device} ${draft}`)
    return null
  }

  #unasked(line: Line<'decision'>, decision: Decision): string | null {
    const asked = this.#requests.get(line.request)
    if (asked === undefined) return null
    if (asked.reqHash !== line.reqHash) return 'is about another request than was asked'
    const offers = asked.offers.get(line.device)
    if (offers === undefined) return null
    const expiresAt = offers.get(hashed(this.#provider, decision.nonce))
    if (expiresAt === undefined) return 'answers no offer that was made'
    return expiresAt === decision.expiresAt ? null : 'has another expiry than its offer'
  }

  #unlawful(line: Line<'decision'>, decision: Decision, device: Device): string | null {
    if (line.t >= device.expiresAt) return 'is by a device whose time was over'
    if (this.#gone.has(line.device)) return 'is by a device that was revoked'
    if (decision.choice === 'deny') return null
    if (!device.decides) return 'allows, and its device had not the right to'
    const risk = this.#requests.get(line.request)?.risk ?? 0
    const ceiling = device.riskMax + (decision.stepUp === 'none' ? 0 : 1)
    return risk > ceiling ? `allows risk ${risk}, and its device might only allow ${ceiling}` : null
  }

  async #unproved(line: Line<'decision'>, decision: Decision, bytes: Uint8Array): Promise<string | null> {
    if (decision.stepUp === 'none') return null
    if (line.assertion === undefined) return 'has no answer of the passkey that it names'
    return await verifyAssertion(line.assertion, bytes, (id) => {
      const passkey = this.#passkeys.get(id)
      return passkey?.device === line.device ? passkey : null
    })
  }

  /** A device's rule that allows has to be one that it has signed. */
  #rule({ change, draft, by }: Line<'rule'>): string | null {
    if (change !== 'added' || by === null || draft.effect !== 'allow') return null
    return this.#rules.has(`${by} ${canonical(draft)}`)
      ? null
      : 'is a rule that allows and that no decision was signed for'
  }
}

const codeOf = (error: unknown): string => (error instanceof CryptoError ? error.code : 'unknown')

/** The draft by its meaning: its schema gives its fields one order. */
const canonical = (draft: unknown): string => JSON.stringify(v.parse(RuleDraft, draft))

const draftIn = (bytes: Uint8Array): string | null => {
  try {
    return canonical(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    // Anything but a draft in its JSON is none.
    return null
  }
}
