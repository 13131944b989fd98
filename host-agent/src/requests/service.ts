import {
  type CryptoProvider,
  type Decision,
  fromHex,
  type PublicIdentity,
  requestHash,
  toHex,
} from '@hearth/shared/crypto'
import { HearthError, type Right } from '@hearth/shared/protocol'
import { type Answer, Choice, type PendingRequest, type RequestOutcome } from '@hearth/shared/session'
import type { AgentRequest, ReplyResult } from '../agents/driver.ts'
import type { AuditRecord } from '../audit/entry.ts'
import type { Audit } from '../audit/log.ts'
import type { DecidingChannel, DecisionExtras, Receipt, Requests, RequestsChange } from './api.ts'
import { askedOf } from './asked.ts'
import { type After, deliver } from './deliver.ts'
import { Entry, type Matter } from './entry.ts'
import { freeze, titleOf } from './facts.ts'
import type { Files } from './files.ts'
import { MAX_RECORDED_REFUSALS, RIVAL_WAIT_MS } from './limits.ts'
import { type Offer, Offers } from './offers.ts'
import { RequestBook } from './table.ts'
import { authenticate, judge } from './verify.ts'
import { sameWorld } from './world.ts'

/** What the requests room needs to know of paired devices: the host's own record. */
export interface DeciderBook {
  get(device: string): { name: string; signKey: Uint8Array; rights: readonly Right[]; riskMax: number } | null
  readonly policyEpoch: number
}

export interface RequestsOptions {
  provider: CryptoProvider
  host: PublicIdentity
  devices: DeciderBook
  audit: Audit
  files: Files
  now(): number
  after: After
  /** Something went wrong that nobody waits for. */
  warn(message: string): void
}

interface ChannelMemory {
  counter: number
  refusals: number
}

/** The pending set of this host. Its extra methods serve the host itself. */
export interface HostRequests extends Requests {
  /** The facts of a permission request in full, for the owner at the host; null for others. */
  facts(request: string): Uint8Array | null
  /** Rights or rules changed: every pending permission is asked anew, under the new policy. */
  policyChanged(): void
}

const CHOICES = { 'allow-once': Choice.allowOnce, 'allow-rule': Choice.allowRule, deny: Choice.deny } as const

/** Makes the host's pending set. Nothing of it outlives the process: its agents' questions do not either. */
export const createRequests = (options: RequestsOptions): HostRequests => new RequestService(options)

class RequestService implements HostRequests {
  readonly #options: RequestsOptions
  readonly #book = new RequestBook()
  readonly #offers: Offers
  readonly #channels = new Map<string, ChannelMemory>()
  readonly #hostId: string

  constructor(options: RequestsOptions) {
    this.#options = options
    this.#offers = new Offers(options.provider)
    this.#hostId = toHex(options.host.id)
  }

  open(
    spec: { session: string; turn: number; agent: string; cwd: string; ask: AgentRequest },
    settled: (outcome: RequestOutcome, by: string | null) => void,
  ): { request: string; title: string } {
    const { provider, now } = this.#options
    const id = toHex(provider.randomBytes(16))
    const createdAt = now()
    const { session, turn } = spec
    const matter = this.#matter(id, spec, createdAt)
    this.#book.add(new Entry({ id, session, turn, agent: spec.agent, createdAt, matter }, settled))
    const title = matter.kind === 'permission' ? titleOf(matter.frozen.facts) : matter.asked.title
    return { request: id, title }
  }

  withdraw(request: string): void {
    const entry = this.#book.find(request)
    if (entry?.step('withdraw') !== true) return
    this.#offers.dropRequest(request)
    this.#book.settle(entry, 'withdrawn', null)
  }

  pending(): PendingRequest[] {
    return this.#book.all().map((entry) => entry.toPending())
  }

  facts(request: string): Uint8Array | null {
    const matter = this.#book.find(request)?.matter
    return matter?.kind === 'permission' ? matter.frozen.bytes : null
  }

  offer(
    request: string,
    channel: DecidingChannel,
  ): { nonce: Uint8Array; expiresAt: number; stepUp: string[] | null } {
    this.#deciderOf(channel)
    const { frozen } = this.#permission(this.#entry(request))
    if (frozen.tooLarge) throw new HearthError('request.too_large')
    const { nonce, expiresAt } = this.#offers.make(request, frozen, channel.sid, this.#options.now())
    return { nonce, expiresAt, stepUp: null }
  }

  async decide(bytes: Uint8Array, channel: DecidingChannel, extras: DecisionExtras = {}): Promise<Receipt> {
    let request: string | null = null
    try {
      const decision = await this.#authenticate(bytes, channel)
      request = toHex(decision.reqId)
      const entry = await this.#claim(request)
      return await this.#settleOn(entry, () => this.#decide(entry, decision, bytes, channel, extras.reason))
    } catch (error) {
      await this.#recordRefusal(request, bytes, channel, error)
      throw error
    }
  }

  async answer(request: string, answer: Answer | null, deviceId: string | null): Promise<Receipt> {
    const { matter } = this.#entry(request)
    if (matter.kind !== 'asked') throw new HearthError('request.kind')
    const { asked } = matter
    if (answer !== null) asked.check(answer)
    const entry = await this.#claim(request)
    return await this.#settleOn(entry, async () => {
      entry.step('apply')
      const outcome = answer === null ? 'denied' : 'answered'
      return await this.#reply(entry, () => asked.reply(answer), outcome, deviceId)
    })
  }

  async decideLocally(request: string, allow: boolean, reason?: string): Promise<Receipt> {
    const entry = await this.#claim(request)
    return await this.#settleOn(entry, async () => {
      const { frozen } = this.#permission(entry)
      if (allow && !sameWorld(frozen.world, this.#options.files))
        throw new HearthError('decision.world_changed')
      const reqHash = toHex(requestHash(this.#options.provider, frozen.bytes))
      await this.#record({ type: 'local', request, reqHash, allow })
      return await this.#apply(entry, allow, reason, null)
    })
  }

  dropChannel(sid: Uint8Array): void {
    this.#offers.dropChannel(sid)
    this.#channels.delete(toHex(sid))
  }

  policyChanged(): void {
    for (const entry of this.#book.all()) {
      if (entry.matter.kind === 'permission' && entry.state === 'pending') this.#askAnew(entry)
    }
  }

  onChange(listener: (change: RequestsChange) => void): () => void {
    return this.#book.onChange(listener)
  }

  #matter(
    id: string,
    spec: { session: string; turn: number; agent: string; cwd: string; ask: AgentRequest },
    createdAt: number,
  ): Matter {
    const { ask } = spec
    if (ask.kind !== 'permission') return { kind: 'asked', asked: askedOf(ask) }
    const origin = {
      hostId: this.#hostId,
      request: id,
      session: spec.session,
      turn: spec.turn,
      agent: spec.agent,
      root: spec.cwd,
      tool: structuredClone(ask.tool),
      ask: structuredClone(ask.ask),
      words: ask.words,
    }
    const policyEpoch = this.#options.devices.policyEpoch
    const frozen = freeze(origin, { createdAt, policyEpoch }, this.#options.files)
    return { kind: 'permission', origin, frozen, reply: (decision) => ask.reply(decision) }
  }

  #entry(request: string): Entry {
    return this.#book.get(
      request,
      (device) => this.#options.devices.get(device)?.name ?? 'A device that is gone',
    )
  }

  #permission(entry: Entry): Extract<Matter, { kind: 'permission' }> {
    if (entry.matter.kind !== 'permission') throw new HearthError('request.kind')
    return entry.matter
  }

  /** The record of the device behind a live channel. @throws {HearthError} `decision.revoked`, `decision.channel` */
  #deciderOf(channel: DecidingChannel) {
    const device = this.#options.devices.get(channel.deviceId)
    if (device === null) throw new HearthError('decision.revoked')
    if (!channel.live) throw new HearthError('decision.channel')
    return device
  }

  async #authenticate(bytes: Uint8Array, channel: DecidingChannel): Promise<Decision> {
    const { provider, host } = this.#options
    const { signKey } = this.#deciderOf(channel)
    const deviceId = fromHex(channel.deviceId)
    const decision = await authenticate(provider, bytes, {
      hostId: host.id,
      deviceId,
      sid: channel.sid,
      signKey,
    })
    this.#deciderOf(channel)
    return decision
  }

  /** Claims a request. Whoever comes second waits, within bounds, to learn who was first. */
  async #claim(request: string): Promise<Entry> {
    const entry = this.#entry(request)
    if (entry.state !== 'pending') {
      await this.#within(RIVAL_WAIT_MS, entry.busy)
      this.#entry(request)
      throw new HearthError('request.deciding')
    }
    entry.step('claim')
    return entry
  }

  async #within(ms: number, done: Promise<void>): Promise<void> {
    let cancel = (): void => undefined
    const late = new Promise<void>((resolve) => {
      cancel = this.#options.after(ms, resolve)
    })
    await Promise.race([done, late])
    cancel()
  }

  /** Runs a claimed entry's decision; whatever fails puts it back. */
  async #settleOn(entry: Entry, run: () => Promise<Receipt>): Promise<Receipt> {
    try {
      return await run()
    } catch (error) {
      entry.step('fail')
      if (entry.state === 'pending' && entry.matter.kind === 'permission') this.#refresh(entry, error)
      throw error
    }
  }

  async #decide(
    entry: Entry,
    decision: Decision,
    bytes: Uint8Array,
    channel: DecidingChannel,
    reason: string | undefined,
  ): Promise<Receipt> {
    this.#permission(entry)
    const offer = this.#takeOffer(entry.id, decision, channel)
    const { devices, files, now } = this.#options
    const memory = this.#memory(channel)
    judge(decision, offer, {
      device: this.#deciderOf(channel),
      policyEpoch: devices.policyEpoch,
      now: now(),
      lastCounter: memory.counter,
      files,
    })
    memory.counter = decision.counter
    await this.#record({
      type: 'decision',
      request: entry.id,
      reqHash: toHex(offer.reqHash),
      device: channel.deviceId,
      choice: CHOICES[decision.choice],
      decision: toHex(bytes),
    })
    const { rights } = this.#deciderOf(channel)
    // A reason is something said to the agent: denying takes no right, telling it what to do instead does.
    const said = rights.includes('prompt') || rights.includes('decide') ? reason : undefined
    return await this.#apply(entry, decision.choice !== 'deny', said, channel.deviceId)
  }

  /** An offer whose nonce was met is used up, whatever becomes of the decision. */
  #takeOffer(request: string, decision: Decision, channel: DecidingChannel): Offer {
    const offer = this.#offers.find(request, channel.sid)
    if (offer === null || toHex(offer.nonce) !== toHex(decision.nonce))
      throw new HearthError('decision.nonce')
    this.#offers.use(request, channel.sid)
    return offer
  }

  async #apply(
    entry: Entry,
    allow: boolean,
    reason: string | undefined,
    by: string | null,
  ): Promise<Receipt> {
    const matter = this.#permission(entry)
    entry.step('apply')
    const denial = reason === undefined ? { allow: false as const } : { allow: false as const, reason }
    return await this.#reply(
      entry,
      () => matter.reply(allow ? { allow: true } : denial),
      allow ? 'allowed' : 'denied',
      by,
    )
  }

  async #reply(
    entry: Entry,
    reply: () => Promise<ReplyResult>,
    outcome: RequestOutcome,
    by: string | null,
  ): Promise<Receipt> {
    let result: ReplyResult
    try {
      result = await deliver(reply, this.#options.after)
    } catch (error) {
      await this.#recordUndelivered(entry, error instanceof HearthError ? error.code : 'host.internal')
      throw error
    }
    entry.step('done')
    this.#offers.dropRequest(entry.id)
    if (result === 'gone') {
      this.#book.settle(entry, 'withdrawn', null)
      await this.#recordUndelivered(entry, 'decision.agent_gone')
      throw new HearthError('decision.agent_gone')
    }
    this.#book.settle(entry, outcome, by)
    return { outcome, by }
  }

  /** After a decision about a world or policy that is no more, everybody gets the request as it is now. */
  #refresh(entry: Entry, error: unknown): void {
    const code = error instanceof HearthError ? error.code : null
    const stale = this.#permission(entry).frozen.facts.policyEpoch !== this.#options.devices.policyEpoch
    if (stale || code === 'decision.world_changed') this.#askAnew(entry)
  }

  #askAnew(entry: Entry): void {
    const matter = this.#permission(entry)
    const moment = { createdAt: entry.createdAt, policyEpoch: this.#options.devices.policyEpoch }
    entry.matter = { ...matter, frozen: freeze(matter.origin, moment, this.#options.files) }
    this.#book.tell({ type: 'opened', request: entry.toPending() })
  }

  #memory({ sid }: DecidingChannel): ChannelMemory {
    const key = toHex(sid)
    const memory = this.#channels.get(key) ?? { counter: 0, refusals: 0 }
    this.#channels.set(key, memory)
    return memory
  }

  async #record(record: AuditRecord): Promise<void> {
    await this.#options.audit.append(record)
  }

  async #recordUndelivered(entry: Entry, code: string): Promise<void> {
    if (entry.matter.kind === 'permission') await this.#note({ type: 'undelivered', request: entry.id, code })
  }

  async #recordRefusal(
    request: string | null,
    bytes: Uint8Array,
    channel: DecidingChannel,
    error: unknown,
  ): Promise<void> {
    if (channel.live) {
      const memory = this.#memory(channel)
      memory.refusals += 1
      if (memory.refusals > MAX_RECORDED_REFUSALS) return
    }
    const code = error instanceof HearthError ? error.code : 'host.internal'
    const decision = bytes instanceof Uint8Array && bytes.length === 320 ? toHex(bytes) : null
    await this.#note({ type: 'refused', request, device: channel.deviceId, code, decision })
  }

  /** Records what has happened already; a full disk can't undo it, so it is only reported. */
  async #note(record: AuditRecord): Promise<void> {
    try {
      await this.#record(record)
    } catch {
      this.#options.warn(`The audit did not take an entry (${record.type}).`)
    }
  }
}
