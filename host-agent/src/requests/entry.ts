import { HearthError } from '@hearth/shared/protocol'
import type { PendingRequest } from '@hearth/shared/session'
import type { ReplyResult } from '../agents/driver.ts'
import type { Settled } from './api.ts'
import type { Asked } from './asked.ts'
import type { Frozen, Origin } from './facts.ts'
import { REQUEST_TABLE, type RequestEvent, type RequestState } from './state.ts'

/** What kind of answer an entry takes, with the copy of what was asked and the way back to the agent. */
export type Matter =
  | {
      kind: 'permission'
      origin: Origin
      frozen: Frozen
      /** The environment that the agent states now. */
      env(): Frozen['facts']['envDelta']
      reply(decision: { allow: true } | { allow: false; reason?: string }): Promise<ReplyResult>
    }
  | { kind: 'asked'; asked: Asked }

/** What a permission is about. */
export type Permission = Extract<Matter, { kind: 'permission' }>

/** One request of the pending set. */
export class Entry {
  readonly id: string
  readonly session: string
  readonly turn: number
  readonly agent: string
  readonly createdAt: number
  matter: Matter
  /** Resolves when the decision that is being checked or applied is through. */
  busy: Promise<void> = Promise.resolve()
  readonly #settled: Settled
  readonly #shown: () => void
  #isShown = false
  #state: RequestState = 'pending'
  #release: () => void = () => undefined

  constructor(
    facts: { id: string; session: string; turn: number; agent: string; createdAt: number; matter: Matter },
    settled: Settled,
    shown: () => void = () => undefined,
  ) {
    this.id = facts.id
    this.session = facts.session
    this.turn = facts.turn
    this.agent = facts.agent
    this.createdAt = facts.createdAt
    this.matter = facts.matter
    this.#settled = settled
    this.#shown = shown
  }

  get state(): RequestState {
    return this.#state
  }

  /** Takes the table's step; true if the state changed. @throws {HearthError} where the table refuses */
  step(event: RequestEvent): boolean {
    const step = REQUEST_TABLE[this.#state][event]
    if (step === 'ignore') return false
    if ('refuse' in step) throw new HearthError(step.refuse)
    this.#state = step.to
    if (event === 'claim') {
      this.busy = new Promise((resolve) => {
        this.#release = resolve
      })
    }
    if (step.to === 'pending' || step.to === 'settled') this.#release()
    return true
  }

  /** Were people told of it? */
  get isShown(): boolean {
    return this.#isShown
  }

  /** People are told of it, now or once more. */
  show(): void {
    if (this.#isShown) return
    this.#isShown = true
    this.#shown()
  }

  /** Tells the turn engine, once. */
  tell(...how: Parameters<Settled>): void {
    this.#settled(...how)
  }

  /** As devices see it. Facts that are too large to be asked remotely are left out whole, never cut. */
  toPending(): PendingRequest {
    const { id: request, session, turn, agent, createdAt, matter } = this
    return matter.kind === 'permission'
      ? {
          kind: 'permission',
          request,
          session,
          turn,
          facts: matter.frozen.tooLarge ? new Uint8Array(0) : matter.frozen.bytes,
        }
      : { request, session, turn, agent, createdAt, ...matter.asked.content }
  }
}

/** @throws {HearthError} `request.kind` where something else than a permission is asked for */
export const permissionOf = ({ matter }: Entry): Permission => {
  if (matter.kind !== 'permission') throw new HearthError('request.kind')
  return matter
}
