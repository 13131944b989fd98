import { type CryptoProvider, equal, requestHash } from '../crypto/index.ts'
import type { Down } from '../protocol/index.ts'
import {
  type AskedRequest,
  nextRequestState,
  type PendingRequest,
  type PermissionFacts,
  type RequestEvent,
  type RequestOutcome,
  type RequestState,
} from '../session/index.ts'
import { Cell, type Watched } from './cell.ts'
import { readFacts } from './facts.ts'
import { MAX_FINISHED_REQUESTS } from './limits.ts'
import { codeOf } from './request-code.ts'

/**
 * What a request asks, as far as this version understands it. `bytes` are what a decision is about; `code` stands for
 * them, to be compared with what the host shows.
 */
export type RequestContent =
  | {
      readonly kind: 'permission'
      readonly facts: PermissionFacts
      readonly bytes: Uint8Array
      readonly code: string
    }
  | Asked
  | { readonly kind: 'unreadable'; readonly why: string }

/** A request as the host lists it, without what `RequestView` says already. */
type Unnamed<T> = T extends unknown ? Readonly<Omit<T, 'request' | 'session' | 'turn'>> : never
/** What is answered in words. */
export type Asked = Unnamed<AskedRequest>

/** A request on this device. `by` is null when nobody is known to have answered it. */
export interface RequestView {
  readonly id: string
  readonly session: string
  readonly turn: number
  readonly content: RequestContent
  readonly state: RequestState
  readonly outcome: RequestOutcome | null
  readonly by: { readonly id: string; readonly name: string } | null
  /** Why it failed, with its code. */
  readonly error: { readonly code: string; readonly message: string } | null
}

/** What becomes of a request besides its state. */
export type RequestNews = Partial<Pick<RequestView, 'outcome' | 'by' | 'error'>>

const FINISHED: ReadonlySet<RequestState> = new Set(['applied', 'answered-elsewhere', 'superseded'])

/** Nobody waits for an answer to it any more. */
export const isFinished = (state: RequestState): boolean => FINISHED.has(state)

/** Asked again with other bytes, because rules or the world changed: what was shown is void. */
const isAskedAnew = ({ content }: RequestView, pending: PendingRequest): boolean =>
  pending.kind === 'permission' && (content.kind !== 'permission' || !equal(content.bytes, pending.facts))

/** Every request that waits, and the last ones that were answered. */
export class RequestBook {
  readonly #views = new Cell<ReadonlyMap<string, RequestView>>(new Map())
  readonly #hostId: string
  readonly #deviceId: string
  readonly #provider: CryptoProvider

  /** Ids in hex: of the host whose requests these are, and of this device. */
  constructor(provider: CryptoProvider, hostId: string, deviceId: string) {
    this.#provider = provider
    this.#hostId = hostId
    this.#deviceId = deviceId
  }

  get views(): Watched<ReadonlyMap<string, RequestView>> {
    return this.#views
  }

  get(id: string): RequestView | undefined {
    return this.#views.value.get(id)
  }

  /** Takes in a message of the host. */
  receive(message: Down): void {
    if (message.t === 'overview') this.#list(message.requests)
    else if (message.t === 'request') this.#add(message.request)
    else if (message.t === 'request-gone') {
      const { request, outcome, by } = message
      this.move(request, this.#eventOfEnd(request, message), { outcome, by })
      this.#complete(request, { outcome, by })
    }
  }

  move(id: string, event: RequestEvent, news: RequestNews = {}): void {
    const view = this.get(id)
    if (view === undefined) return
    const state = nextRequestState(view.state, event)
    if (state === view.state) return
    this.#put({ ...view, error: null, ...news, state })
  }

  /** The host tells everybody, often before it gives this device its receipt: that is the same word. */
  #eventOfEnd(id: string, { outcome, by }: Extract<Down, { t: 'request-gone' }>): RequestEvent {
    if (outcome === 'withdrawn') return 'withdraw'
    const decidedHere = this.get(id)?.state !== 'pending'
    return decidedHere && by?.id === this.#deviceId ? 'apply' : 'elsewhere'
  }

  /** A refusal says that somebody answered; this says who. */
  #complete(id: string, news: Required<Pick<RequestView, 'outcome' | 'by'>>): void {
    const view = this.get(id)
    if (view !== undefined && isFinished(view.state) && view.by === null) this.#put({ ...view, ...news })
  }

  /** What the session's log says about a request whose end this device has missed. */
  correct(
    id: string,
    { outcome, by }: { outcome: RequestOutcome; by: string | null },
    own: { deviceId: string; nameOf(device: string): string },
  ): void {
    const view = this.get(id)
    if (view === undefined || view.outcome !== null) return
    const state =
      outcome === 'withdrawn' ? 'superseded' : by === own.deviceId ? 'applied' : 'answered-elsewhere'
    this.#put({
      ...view,
      state,
      outcome,
      by: by === null ? null : { id: by, name: own.nameOf(by) },
      error: null,
    })
  }

  /** All that waits at the host now: what is missing was settled while this device did not listen. */
  #list(pending: readonly PendingRequest[]): void {
    const listed = new Set(pending.map(({ request }) => request))
    const next = new Map<string, RequestView>()
    for (const [id, view] of this.#views.value) {
      if (isFinished(view.state)) next.set(id, view)
      else if (!listed.has(id)) next.set(id, { ...view, state: nextRequestState(view.state, 'withdraw') })
      else next.set(id, view)
    }
    this.#views.set(next)
    for (const request of pending) this.#add(request)
    this.#forget()
  }

  #add(pending: PendingRequest): void {
    const known = this.get(pending.request)
    if (known !== undefined) {
      this.move(pending.request, 'list')
      const view = this.get(pending.request) ?? known
      if (isFinished(view.state) || !isAskedAnew(view, pending)) return
    }
    const { request: id, session, turn } = pending
    const content = this.#content(pending)
    this.#put({ id, session, turn, content, state: 'pending', outcome: null, by: null, error: null })
  }

  #content(pending: PendingRequest): RequestContent {
    if (pending.kind !== 'permission') {
      const { request: _request, session: _session, turn: _turn, ...asked } = pending
      return asked
    }
    const read = readFacts(pending, this.#hostId)
    if (!read.ok) return { kind: 'unreadable', why: read.why }
    const code = codeOf(requestHash(this.#provider, pending.facts))
    return { kind: 'permission', facts: read.facts, bytes: pending.facts, code }
  }

  #put(view: RequestView): void {
    this.#views.set(new Map(this.#views.value).set(view.id, view))
  }

  #forget(): void {
    const finished = [...this.#views.value.values()].filter(({ state }) => isFinished(state))
    const surplus = finished.slice(0, Math.max(0, finished.length - MAX_FINISHED_REQUESTS))
    if (surplus.length === 0) return
    const next = new Map(this.#views.value)
    for (const { id } of surplus) next.delete(id)
    this.#views.set(next)
  }
}
