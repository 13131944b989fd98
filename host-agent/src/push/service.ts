import { HearthError, type PushBody } from '@hearth/shared/protocol'
import type { PendingRequest, RequestOutcome } from '@hearth/shared/session'
import type { PushMessage } from '@hearth/shared/transport'
import type { Guard } from '../guard/api.ts'
import type { Device, Devices } from '../identity/devices.ts'
import type { Requests, RequestsChange } from '../requests/api.ts'
import type { Sessions } from '../sessions/api.ts'
import type { Clock } from '../sessions/clock.ts'
import type { HostDatabase } from '../store/open.ts'
import type { Push, PushSubscription } from './api.ts'
import { howOf, line, requestBody, riskOf } from './body.ts'
import { contactFor } from './contact.ts'
import { DEBOUNCE_MS, REQUEST_TTL_S, TEST_TTL_S } from './limits.ts'
import { Outbox, type Parcel } from './outbox.ts'
import { isZone, quietLeft } from './quiet.ts'
import { Screens, type Seen } from './screens.ts'
import { arePushKeys, sealPush } from './seal.ts'
import { openSubscriptions, type Subscriptions } from './subscriptions.ts'
import { type TurnEnd, TurnEnds } from './turns.ts'
import { type VapidKeeper, vapidKeeper } from './vapid.ts'
import { Waker } from './waker.ts'

/** A relay as pushes need it. */
export interface PushLine {
  checkPush(endpoint: string): Promise<void>
  push(message: PushMessage): Promise<void>
}

/** What pushes are made of. */
export interface PushNeeds {
  /** HEARTH_HOME. */
  readonly home: string
  readonly db: HostDatabase
  /** The host's id. */
  readonly host: string
  readonly devices: Pick<Devices, 'get' | 'onChange'>
  /** Who is shut out is told nothing. */
  readonly guard: Pick<Guard, 'isShutOut'>
  readonly requests: Pick<Requests, 'pending' | 'onChange'>
  readonly sessions: Pick<Sessions, 'summaries' | 'projects' | 'onChange'>
  /** An agent's name for people. */
  agentLabel(agent: string): string
  /** The way to a relay by one of its names. @throws {HearthError} `relay.unreachable` */
  line(relay: string): PushLine
  readonly clock: Clock
  /** Whom push services are to ask about this host, where the owner has said so: `mailto:` or `https:`. */
  readonly contact?: string | null
  log(line: string): void
}

/** Risk from which on the first push is urgent; repetitions always are. */
const URGENT_RISK = 3

/** Opens the host's pushes. @throws {HearthError} `keys.*`, `host.store` */
export const openPush = (needs: PushNeeds): Push => new HostPush(needs)

class HostPush implements Push {
  readonly #needs: PushNeeds
  readonly #keeper: VapidKeeper
  readonly #subscriptions: Subscriptions
  readonly #screens = new Screens()
  readonly #outbox: Outbox
  readonly #waker: Waker
  readonly #turns: TurnEnds
  readonly #stops: (() => void)[]

  constructor(needs: PushNeeds) {
    const { clock, log, home, db, sessions } = needs
    this.#needs = needs
    this.#keeper = vapidKeeper(home, () => clock.now())
    this.#subscriptions = openSubscriptions(db)
    this.#outbox = new Outbox({
      clock,
      deliver: (device, parcel) => this.#deliver(device, parcel),
      gone: (device) => this.#forget(device),
      log,
    })
    this.#waker = new Waker({
      clock,
      screens: this.#screens,
      wishes: (device) => this.#reach(device)?.subscription.wishes ?? null,
      send: (device, request, again) => this.#try('sent', () => this.#tell(device, request, again)),
      withdraw: (device, request, how) => this.#try('withdrawn', () => this.#answered(device, request, how)),
      log,
    })
    const summary = (session: string) => sessions.summaries().find(({ id }) => id === session)
    this.#turns = new TurnEnds(
      { clock, summary, ended: (end) => this.#try('sent', () => this.#turnEnded(end)) },
      sessions.summaries(),
    )
    this.#try('cleaned up', () => this.#clean())
    // The relay is being dialled meanwhile.
    const cancel = clock.after(DEBOUNCE_MS, () => this.#try('withdrawn', () => this.#withdrawOld()))
    this.#stops = [cancel, ...this.#listen()]
  }

  key(): Uint8Array {
    return this.#keeper.open().publicKey
  }

  async subscribe(device: string, subscription: PushSubscription): Promise<void> {
    const { quiet } = subscription.wishes
    if (!arePushKeys(subscription)) throw new HearthError('host.malformed', 'These are no keys of a browser')
    if (quiet !== null && !isZone(quiet.zone))
      throw new HearthError('host.malformed', 'The host does not know this time zone')
    if (!URL.canParse(subscription.endpoint)) throw new HearthError('push.endpoint')
    const record = this.#needs.devices.get(device)
    if (record === null) throw new HearthError('host.not_allowed')
    this.#keeper.open()
    await this.#needs.line(record.relay).checkPush(subscription.endpoint)
    // It may have been revoked while the relay was asked.
    if (this.#needs.devices.get(device) === null) throw new HearthError('host.not_allowed')
    this.#subscriptions.save(device, subscription)
    for (const request of this.#needs.requests.pending())
      this.#waker.begin(device, request.request, riskOf(request))
  }

  async unsubscribe(device: string): Promise<void> {
    this.#waker.leave(device)
    this.#outbox.drop(device)
    this.#subscriptions.drop(device)
  }

  async test(device: string, nonce: string): Promise<void> {
    const body: PushBody = { kind: 'test', host: this.#needs.host, nonce }
    const parcel = { topic: this.#topic(device, 'test'), ttl: TEST_TTL_S, text: JSON.stringify(body) }
    try {
      await this.#deliver(device, { ...parcel, urgency: 'high' })
    } catch (error) {
      if (error instanceof HearthError && error.code === 'push.gone') this.#forget(device)
      throw error
    }
  }

  watching(channel: string, device: string, seen: Seen): void {
    // Who may not read sees nothing, and keeps nobody else from being woken.
    this.#screens.set(channel, this.#reader(device) !== null ? seen : { requests: [], sessions: [] })
    this.#waker.look()
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#turns.close()
    this.#waker.close()
    this.#outbox.close()
  }

  #listen(): (() => void)[] {
    const { requests, sessions, devices } = this.#needs
    return [
      requests.onChange((change) => this.#requestChanged(change)),
      sessions.onChange((change) => {
        if (change.type === 'session') this.#turns.changed(change.session)
      }),
      devices.onChange((change) => {
        if (change.type === 'removed') this.#forget(change.device.id)
      }),
    ]
  }

  /** A subscription to a key that is gone is void; so is one of a device that is. */
  #clean(): void {
    const { devices } = this.#needs
    for (const device of this.#subscriptions.devices())
      if (!this.#keeper.made || devices.get(device) === null) this.#forget(device)
  }

  /** What was told before this host’s last end no longer waits. */
  #withdrawOld(): void {
    const waiting = new Set(this.#needs.requests.pending().map(({ request }) => request))
    const old = this.#subscriptions.told().filter(({ request }) => !waiting.has(request))
    for (const { device, request } of old) this.#withdraw(device, request, 'withdrawn')
  }

  #requestChanged(change: RequestsChange): void {
    if (change.type === 'gone') return this.#waker.gone(change.request, change.outcome, change.by)
    for (const device of this.#subscriptions.devices())
      this.#waker.begin(device, change.request.request, riskOf(change.request))
  }

  /** A device that can be reached and may be told. */
  #reach(device: string): { record: Device; subscription: PushSubscription } | null {
    const record = this.#reader(device)
    const subscription = this.#subscriptions.get(device)
    return record === null || subscription === null ? null : { record, subscription }
  }

  /** A device that may read. */
  #reader(device: string): Device | null {
    const { devices, guard } = this.#needs
    const record = devices.get(device)
    return record?.rights.includes('read') === true && !guard.isShutOut(device) ? record : null
  }

  #tell(device: string, request: string, again: number): void {
    const pending = this.#needs.requests.pending().find((one) => one.request === request)
    if (pending === undefined) return
    const { host } = this.#needs
    const body = requestBody(pending, { host, where: this.#where(pending), again })
    const urgent = again > 0 || (body.risk ?? 0) >= URGENT_RISK
    this.#try('told', () => this.#subscriptions.noteTold({ device, request }))
    this.#post(device, this.#topic(device, 'request', request), urgent ? 'high' : 'normal', body)
  }

  #answered(
    device: string,
    request: string,
    { outcome, by, sent }: { outcome: RequestOutcome; by: string | null; sent: number },
  ): void {
    const unknown = this.#outbox.recall(device, this.#topic(device, 'request', request)) && sent === 1
    // A device that has answered, or was not told yet, needs no word of it.
    if (unknown || by === device) this.#forgetTold(device, request)
    else this.#withdraw(device, request, this.#how(outcome, by))
  }

  #how(outcome: RequestOutcome, by: string | null): string {
    const who = by === null ? null : this.#needs.devices.get(by)
    // It was forgotten meanwhile: the outcome says enough.
    return by !== null && who === null ? outcome : howOf(outcome, who?.name ?? null)
  }

  #withdraw(device: string, request: string, how: string): void {
    this.#forgetTold(device, request)
    if (this.#reach(device) === null) return
    const body: PushBody = { kind: 'gone', host: this.#needs.host, request, how }
    this.#post(device, this.#topic(device, 'request', request), 'normal', body)
  }

  #forgetTold(device: string, request: string): void {
    this.#try('withdrawn', () => this.#subscriptions.forgetTold({ device, request }))
  }

  #turnEnded({ session, title, outcome }: TurnEnd): void {
    const { host, clock } = this.#needs
    if (this.#screens.showsSession(session)) return
    for (const device of this.#subscriptions.devices()) {
      const wishes = this.#reach(device)?.subscription.wishes
      if (wishes?.turns !== true || quietLeft(wishes.quiet, clock.now()) > 0) continue
      const body: PushBody = { kind: 'turn', host, session, title: line(title), outcome }
      this.#post(device, this.#topic(device, 'turn', session), 'normal', body)
    }
  }

  #topic(device: string, ...of: readonly string[]): string {
    return this.#keeper.open().topic(device, ...of)
  }

  #post(device: string, topic: string, urgency: Parcel['urgency'], body: PushBody): void {
    this.#outbox.post(device, { topic, urgency, ttl: REQUEST_TTL_S, text: JSON.stringify(body) })
  }

  /** @throws {HearthError} `push.*`, `relay.*` */
  async #deliver(device: string, { topic, urgency, ttl, text }: Parcel): Promise<void> {
    const reached = this.#reach(device)
    if (reached === null) throw new HearthError('push.none')
    const { record, subscription } = reached
    const { endpoint } = subscription
    const contact = contactFor(record.relay, this.#needs.contact ?? null)
    const authorization = this.#keeper.open().authorize(endpoint, contact)
    const body = sealPush(text, subscription)
    try {
      await this.#needs.line(record.relay).push({ endpoint, ttl, urgency, topic, authorization, body })
    } catch (error) {
      // It has subscribed anew meanwhile: only the old address is gone.
      const moved = this.#subscriptions.get(device)?.endpoint !== endpoint
      if (moved && error instanceof HearthError && error.code === 'push.gone')
        throw new HearthError('push.failed')
      throw error
    }
  }

  #where(request: PendingRequest): string {
    const { sessions, agentLabel } = this.#needs
    const summary = sessions.summaries().find(({ id }) => id === request.session)
    const project = sessions.projects().find(({ id }) => id === summary?.project)
    const agent = request.kind === 'permission' ? summary?.agent : request.agent
    const parts = [project?.name, summary?.title, agent === undefined ? '' : agentLabel(agent)]
    return parts.filter((part) => part !== undefined && part !== '').join(' · ')
  }

  /** This device is pushed to no more. */
  #forget(device: string): void {
    this.#waker.leave(device)
    this.#outbox.drop(device)
    this.#try('forgotten', () => this.#subscriptions.drop(device))
  }

  /** For what nobody waits for: a full disk ends no program. */
  #try(what: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      const code = error instanceof HearthError ? error.code : 'host.internal'
      this.#needs.log(`a push could not be ${what} (${code})`)
    }
  }
}
