import { requestHash, toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { Answer, PendingRequest, RequestOutcome } from '@hearth/shared/session'
import type { DecidingChannel, DecisionExtras, Receipt, Requests, RequestsChange } from './api.ts'
import { Channels } from './channels.ts'
import { Claims } from './claims.ts'
import { Deciding, deciderOf } from './decide.ts'
import { Entry, permissionOf } from './entry.ts'
import { freeze, titleOf } from './facts.ts'
import { type AskSpec, matterOf } from './matters.ts'
import { Offers } from './offers.ts'
import type { RequestsOptions } from './options.ts'
import { codeOf, Recorder } from './recorder.ts'
import { Replies } from './replies.ts'
import { RequestBook } from './table.ts'
import { sameWorld } from './world.ts'

/** The pending set of this host. Its extra methods serve the host itself. */
export interface HostRequests extends Requests {
  /** The facts of a permission request in full, for the owner at the host; null for others. */
  facts(request: string): Uint8Array | null
  /** Rights or rules changed: every pending permission is asked anew, under the new policy. */
  policyChanged(): void
}

/** Makes the host's pending set. Nothing of it outlives the process: its agents' questions do not either. */
export const createRequests = (options: RequestsOptions): HostRequests => new RequestService(options)

class RequestService implements HostRequests {
  readonly #options: RequestsOptions
  readonly #book = new RequestBook()
  readonly #channels = new Channels()
  readonly #offers: Offers
  readonly #recorder: Recorder
  readonly #claims: Claims
  readonly #replies: Replies
  readonly #deciding: Deciding

  constructor(options: RequestsOptions) {
    this.#options = options
    this.#offers = new Offers(options.provider)
    this.#recorder = new Recorder(options, this.#channels)
    this.#claims = new Claims({
      after: options.after,
      find: (request) => this.#entry(request),
      failed: (entry, error) => this.#refresh(entry, error),
    })
    this.#replies = new Replies({
      after: options.after,
      book: this.#book,
      offers: this.#offers,
      recorder: this.#recorder,
    })
    this.#deciding = new Deciding({
      options,
      channels: this.#channels,
      claims: this.#claims,
      offers: this.#offers,
      recorder: this.#recorder,
      replies: this.#replies,
    })
  }

  open(
    spec: AskSpec,
    settled: (outcome: RequestOutcome, by: string | null) => void,
  ): { request: string; title: string } {
    const { provider, now } = this.#options
    const id = toHex(provider.randomBytes(16))
    const createdAt = now()
    const { session, turn, agent } = spec
    const matter = matterOf(id, spec, createdAt, this.#options)
    this.#book.add(new Entry({ id, session, turn, agent, createdAt, matter }, settled))
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
    deciderOf(this.#options, channel)
    const { frozen } = permissionOf(this.#entry(request))
    if (frozen.tooLarge) throw new HearthError('request.too_large')
    const { nonce, expiresAt } = this.#offers.make(request, frozen, channel.sid, this.#options.now())
    return { nonce, expiresAt, stepUp: null }
  }

  async decide(bytes: Uint8Array, channel: DecidingChannel, extras: DecisionExtras = {}): Promise<Receipt> {
    return await this.#deciding.decide(bytes, channel, extras)
  }

  async answer(request: string, answer: Answer | null, deviceId: string | null): Promise<Receipt> {
    const { matter } = this.#entry(request)
    if (matter.kind !== 'asked') throw new HearthError('request.kind')
    const { asked } = matter
    if (answer !== null) asked.check(answer)
    const entry = await this.#claims.claim(request)
    return await this.#claims.run(entry, async () => {
      const outcome = answer === null ? 'denied' : 'answered'
      return await this.#replies.give(entry, () => asked.reply(answer), outcome, deviceId)
    })
  }

  async decideLocally(request: string, allow: boolean, reason?: string): Promise<Receipt> {
    const { files, provider } = this.#options
    const entry = await this.#claims.claim(request)
    return await this.#claims.run(entry, async () => {
      const { frozen } = permissionOf(entry)
      if (allow && !sameWorld(frozen.world, files)) throw new HearthError('decision.world_changed')
      const reqHash = toHex(requestHash(provider, frozen.bytes))
      await this.#recorder.append({ type: 'local', request, reqHash, allow })
      return await this.#replies.permission(entry, allow ? { allow } : { allow, reason }, null)
    })
  }

  dropChannel(sid: Uint8Array): void {
    this.#offers.dropChannel(sid)
    this.#channels.drop(sid)
  }

  policyChanged(): void {
    for (const entry of this.#book.all()) if (entry.state === 'pending') this.#askAnew(entry)
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
    if (stale || codeOf(error) === 'decision.world_changed') this.#askAnew(entry)
  }

  #askAnew(entry: Entry): void {
    const { matter } = entry
    if (matter.kind !== 'permission') return
    const moment = { createdAt: entry.createdAt, policyEpoch: this.#options.devices.policyEpoch }
    entry.matter = { ...matter, frozen: freeze(matter.origin, moment, this.#options.files) }
    this.#book.tell({ type: 'opened', request: entry.toPending() })
  }
}
