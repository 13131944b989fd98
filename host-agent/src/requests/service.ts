import { toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { Answer, PendingRequest } from '@hearth/shared/session'
import type {
  AskSpec,
  DecidingChannel,
  DecisionExtras,
  LocalDecision,
  LocalReceipt,
  Receipt,
  Requests,
  RequestsChange,
  Settled,
} from './api.ts'
import { Asking } from './asking.ts'
import { Channels } from './channels.ts'
import { Claims } from './claims.ts'
import { Deciding, deciderOf } from './decide.ts'
import { Entry, permissionOf } from './entry.ts'
import { Local } from './local.ts'
import { matterOf } from './matters.ts'
import { Offers } from './offers.ts'
import type { RequestsOptions } from './options.ts'
import { codeOf, Recorder } from './recorder.ts'
import { Replies } from './replies.ts'
import { Ruling } from './ruling.ts'
import { stepUpOf } from './step-up.ts'
import { RequestBook } from './table.ts'
import { titleOf } from './title.ts'
import { aboutPlan } from './words.ts'

/** The pending set of this host. Its extra methods serve the host itself. */
export interface HostRequests extends Requests {
  /** The facts of a permission request in full, for the owner at the host; null for others. */
  facts(request: string): Uint8Array | null
  /** Rights, rules or brakes changed: every pending permission is judged and asked anew, under the new policy. */
  policyChanged(): void
  /** Turns down everything that waits. Resolves when each agent was told, or could not be. */
  denyAll(by: string | null): Promise<void>
}

/** Makes the host's pending set. Nothing of it outlives the process: its agents' questions do not either. */
export const createRequests = (options: RequestsOptions): HostRequests => new RequestService(options)

class RequestService implements HostRequests {
  readonly #options: RequestsOptions
  readonly #book = new RequestBook()
  readonly #channels = new Channels()
  readonly #offers: Offers
  readonly #recorder: Recorder
  readonly #ruling: Ruling
  readonly #claims: Claims
  readonly #replies: Replies
  readonly #asking: Asking
  readonly #deciding: Deciding
  readonly #local: Local

  constructor(options: RequestsOptions) {
    this.#options = options
    this.#offers = new Offers(options.provider)
    this.#recorder = new Recorder(options, this.#channels)
    this.#ruling = new Ruling(options)
    this.#claims = new Claims({
      after: options.after,
      find: (request) => this.#entry(request),
      failed: (entry, error) => this.#refresh(entry, error),
    })
    const shared = { options, book: this.#book, offers: this.#offers, recorder: this.#recorder }
    this.#replies = new Replies({ ...shared, after: options.after, say: options.say })
    const parts = { ...shared, claims: this.#claims, replies: this.#replies }
    this.#asking = new Asking({ ...parts, ruling: this.#ruling })
    this.#deciding = new Deciding({ ...parts, channels: this.#channels })
    this.#local = new Local(parts)
  }

  open(spec: AskSpec, settled: Settled, shown?: () => void): { request: string; title: string } {
    const { provider, now, devices } = this.#options
    const id = toHex(provider.randomBytes(16))
    const createdAt = now()
    const { session, turn, agent } = spec
    const moment = {
      createdAt,
      policyEpoch: devices.policyEpoch,
      suggest: this.#ruling.suggest.bind(this.#ruling),
    }
    const matter = matterOf(id, spec, moment, this.#options)
    const entry = new Entry({ id, session, turn, agent, createdAt, matter }, settled, shown)
    this.#book.add(entry)
    this.#asking.begin(entry)
    const title = matter.kind === 'permission' ? titleOf(matter.frozen.facts) : matter.asked.title
    return { request: id, title }
  }

  withdraw(request: string): void {
    const entry = this.#book.find(request)
    if (entry?.step('withdraw') === true) this.#replies.settle(entry, 'withdrawn', { by: null, rule: null })
  }

  pending(): PendingRequest[] {
    return this.#book
      .all()
      .filter(({ isShown }) => isShown)
      .map((entry) => entry.toPending())
  }

  facts(request: string): Uint8Array | null {
    const matter = this.#book.find(request)?.matter
    return matter?.kind === 'permission' ? matter.frozen.bytes : null
  }

  offer(
    request: string,
    channel: DecidingChannel,
  ): { nonce: Uint8Array; expiresAt: number; stepUp: string[] | null } {
    const { riskMax } = deciderOf(this.#options, channel)
    const { frozen } = permissionOf(this.#entry(request))
    if (frozen.tooLarge) throw new HearthError('request.too_large')
    const stepUp = stepUpOf(this.#options.passkeys, { id: channel.deviceId, riskMax }, frozen)
    const offer = this.#offers.make(request, frozen, { sid: channel.sid, stepUp }, this.#options.now())
    this.#recorder.offered(request, offer, channel)
    const { nonce, expiresAt } = offer
    return { nonce, expiresAt, stepUp }
  }

  async decide(bytes: Uint8Array, channel: DecidingChannel, extras: DecisionExtras = {}): Promise<Receipt> {
    return await this.#deciding.decide(bytes, channel, extras)
  }

  async answer(request: string, answer: Answer | null, deviceId: string | null): Promise<Receipt> {
    const { matter } = this.#entry(request)
    if (matter.kind !== 'asked') throw new HearthError('request.kind')
    const { asked } = matter
    if (answer !== null) asked.check(answer)
    this.#checkPause(answer)
    const entry = await this.#claims.claim(request)
    return await this.#claims.run(entry, async () => {
      // Somebody may have paused while it was claimed.
      this.#checkPause(answer)
      const outcome = answer === null ? 'denied' : 'answered'
      this.#recorder.answered(request, answer, deviceId)
      const words = answer?.kind === 'plan' && answer.changes !== null ? aboutPlan(answer.changes) : undefined
      const source = { by: deviceId, rule: null }
      return await this.#replies.give(entry, () => asked.reply(answer), outcome, source, words)
    })
  }

  /** An approved plan lets the agent go on with all of it: a pause holds that, as it holds what is allowed. @throws {HearthError} `host.paused` */
  #checkPause(answer: Answer | null): void {
    const approves = answer?.kind === 'plan' && answer.changes === null
    if (approves && this.#options.guard.paused) throw new HearthError('host.paused')
  }

  async decideLocally(request: string, decision: LocalDecision): Promise<LocalReceipt> {
    return await this.#local.decide(request, decision)
  }

  async denyAll(by: string | null): Promise<void> {
    await Promise.allSettled(this.#book.all().map((entry) => this.#local.turnDown(entry, by)))
  }

  dropChannel(sid: Uint8Array): void {
    this.#offers.dropChannel(sid)
    this.#channels.drop(sid)
  }

  policyChanged(): void {
    for (const entry of this.#book.all()) this.#asking.anew(entry)
  }

  onChange(listener: (change: RequestsChange) => void): () => void {
    return this.#book.onChange(listener)
  }

  #entry(request: string): Entry {
    return this.#book.get(
      request,
      (device) => this.#options.devices.get(device)?.name ?? 'A device that is gone',
    )
  }

  /** After a decision about a world or policy that is no more, everybody gets the request as it is now. */
  #refresh(entry: Entry, error: unknown): void {
    if (entry.matter.kind !== 'permission') return
    const stale = entry.matter.frozen.facts.policyEpoch !== this.#options.devices.policyEpoch
    if (stale || codeOf(error) === 'decision.world_changed') this.#asking.anew(entry)
  }
}
