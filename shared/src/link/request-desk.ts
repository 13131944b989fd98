import type { Choice, CryptoProvider, SignKey } from '../crypto/index.ts'
import { type Down, HearthError, type Up } from '../protocol/index.ts'
import { type Answer, canDecide, type RequestOutcome, type RuleDraft } from '../session/index.ts'
import type { Clock } from './clock.ts'
import { assertDecidable, eventOfFailure, makeDecision, type OfferGiven } from './decide.ts'
import { ruleBytes } from './decide-rule.ts'
import { type Confirm, confirmed } from './decide-step-up.ts'
import { DECIDE_MS, OFFER_SPARE_MS } from './limits.ts'
import { isFinished, RequestBook, type RequestView } from './request-book.ts'

/** What comes with a choice; what does not belong to it is left out. */
export interface DecideExtras {
  /** With `deny`: told to the agent. */
  readonly reason?: string | undefined
  /** With `deny`: the turn is stopped as well. */
  readonly stop?: boolean | undefined
  /** With `allow-rule`: the rule that is made. */
  readonly rule?: RuleDraft | undefined
  /** With a choice that allows: how to confirm it with a passkey, where the host asks for that. */
  readonly confirm?: Confirm | undefined
}

/** A decision as it is sent. */
export type DecisionSent = Omit<Extract<Up, { t: 'decide' }>, 't' | 'call'>

/** What deciding needs of the link. Calls throw HearthError and are bounded. */
export interface DeskLink {
  readonly provider: CryptoProvider
  readonly clock: Clock
  readonly key: SignKey
  readonly hostId: string
  readonly deviceId: string
  /** The present channel's id; null when there is none. */
  sid(): Uint8Array | null
  /** Host clock less device clock, ms. */
  skew(): number
  askOffer(request: string, timeoutMs: number): Promise<OfferGiven>
  decide(decision: DecisionSent, timeoutMs: number): Promise<Given>
  answer(request: string, answer: Answer | null, timeoutMs: number): Promise<Given>
  /** The name by which a device is known here, if it is. */
  nameOf(device: string): string
  /** Resolves when the link is live (again) and its overview taken in. @throws {HearthError} `link.timeout` */
  live(timeoutMs: number): Promise<void>
  /** What the session's own log says of a request. */
  lookUp(view: RequestView, timeoutMs: number): Promise<Given | null>
}

/** A receipt: what became of a request, and through whom (an id; null when unknown). */
export interface Given {
  readonly outcome: RequestOutcome
  readonly by: string | null
}

/** Takes a person's answers to requests through to the host's receipt. Every wait is bounded; nothing shows as done before. */
export class RequestDesk {
  readonly book: RequestBook
  readonly #link: DeskLink
  #counter = 0

  constructor(link: DeskLink) {
    this.#link = link
    this.book = new RequestBook(link.provider, link.hostId, link.deviceId)
  }

  receive(message: Down): void {
    this.book.receive(message)
  }

  /**
   * Decides a permission request: asks for an offer, signs, has a passkey confirm where the offer wants that, sends,
   * waits for the receipt. Gives the request as it stands then; a failure is in its state, and may be tried again.
   * Signs what waited when it was called, or nothing.
   * @throws {HearthError} before anything is sent: `request.unknown`, `request.unreadable`, `request.kind`,
   * `decision.not_offered`, `request.settled`, `rule.invalid`
   */
  async decide(id: string, choice: Choice, extras: DecideExtras = {}): Promise<RequestView> {
    const shown = this.#waiting(id)
    assertDecidable(shown, choice)
    const rule = ruleBytes(choice, extras.rule)
    return this.#answered(id, async () => {
      const { provider, clock, key, hostId, deviceId } = this.#link
      const offer = await this.#link.askOffer(id, DECIDE_MS)
      const sid = this.#link.sid()
      if (sid === null) throw new HearthError('link.lost')
      this.#assertStill(shown, offer)
      const credentials = choice === 'deny' ? null : offer.stepUp
      const { confirm } = extras
      if (credentials !== null && (confirm === undefined || credentials.length === 0))
        throw new HearthError(
          'decision.step_up',
          'Allowing this takes a passkey, and none can be asked for here',
        )
      this.#counter += 1
      const context = { provider, key, hostId, deviceId, sid, now: clock.now(), counter: this.#counter }
      const stepUp = credentials !== null
      const decision = await makeDecision(context, shown, offer, { choice, rule, stepUp })
      const sent = {
        decision,
        ...(rule === null ? {} : { rule }),
        ...(choice === 'deny' ? denialOf(extras) : {}),
      }
      if (credentials === null || confirm === undefined) return this.#link.decide(sent, DECIDE_MS)
      const timeout = Math.max(0, this.#left(offer))
      const assertion = await confirmed(confirm, { decision, credentials }, { clock, timeout })
      // A person takes their time: what was signed may be void by now, and nothing of it was sent.
      this.#assertStill(shown, offer)
      if (this.#link.sid() !== sid) throw new HearthError('decision.expired')
      return this.#link.decide({ ...sent, assertion }, DECIDE_MS)
    })
  }

  /** Answers what is no permission, or turns it down with null. Gives and throws as `decide` does. */
  async answer(id: string, answer: Answer | null): Promise<RequestView> {
    const { kind } = this.#waiting(id).content
    const fits = answer === null ? kind !== 'permission' && kind !== 'unreadable' : answer.kind === kind
    if (!fits) throw new HearthError('request.kind')
    return this.#answered(id, () => this.#link.answer(id, answer, DECIDE_MS))
  }

  /** For how long the offer is still good, ms. */
  #left(offer: OfferGiven): number {
    return offer.expiresAt - (this.#link.clock.now() + this.#link.skew())
  }

  /** The offer is worth signing under, and what it is about is what was shown here. @throws {HearthError} */
  #assertStill(shown: RequestView, offer: OfferGiven): void {
    if (this.#left(offer) < OFFER_SPARE_MS) throw new HearthError('decision.expired')
    // Asked anew while the offer was under way: the offer may be for bytes that nobody has seen here.
    if (this.#waiting(shown.id).content !== shown.content) throw new HearthError('decision.world_changed')
  }

  #waiting(id: string): RequestView {
    const view = this.book.get(id)
    if (view === undefined) throw new HearthError('request.unknown')
    if (isFinished(view.state)) throw new HearthError('request.settled')
    return view
  }

  async #answered(id: string, ask: () => Promise<Given>): Promise<RequestView> {
    const before = this.#waiting(id)
    if (!canDecide(before.state)) throw new HearthError('request.deciding')
    this.book.move(id, 'send')
    try {
      this.#settle(id, await ask())
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
      const { code, message } = error
      this.book.move(id, eventOfFailure(error), { error: { code, message } })
      if (code === 'link.lost') await this.#recover(id)
    }
    return this.book.get(id) ?? before
  }

  #settle(id: string, { outcome, by }: Given): void {
    const own = by === this.#link.deviceId
    const who = by === null ? null : { id: by, name: this.#link.nameOf(by) }
    const withdrawn = outcome === 'withdrawn'
    this.book.move(id, withdrawn ? 'withdraw' : own ? 'apply' : 'elsewhere', { outcome, by: who })
  }

  /** The receipt was lost with the channel: whether the request still waits, or its session's log, tells what it was. */
  async #recover(id: string): Promise<void> {
    try {
      await this.#link.live(DECIDE_MS)
      const view = this.book.get(id)
      if (view === undefined || view.state === 'pending') return
      const given = await this.#link.lookUp(view, DECIDE_MS)
      if (given !== null) this.book.correct(id, given, this.#link)
    } catch (error) {
      if (!(error instanceof HearthError)) throw error
    }
  }
}

/** What goes with a denial. */
const denialOf = ({ reason, stop }: DecideExtras): Pick<DecisionSent, 'reason' | 'stop'> => ({
  ...(reason === undefined ? {} : { reason }),
  ...(stop === true ? { stop } : {}),
})
