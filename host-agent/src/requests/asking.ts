import { HearthError } from '@hearth/shared/protocol'
import type { Verdict } from '../policy/api.ts'
import type { Entry, Permission } from './entry.ts'
import { freeze } from './facts.ts'
import type { RequestsOptions } from './options.ts'
import type { Recorder } from './recorder.ts'
import type { Replies } from './replies.ts'
import type { Ruling } from './ruling.ts'
import type { RequestBook } from './table.ts'
import { titleOf } from './title.ts'
import { isStillTrue } from './truth.ts'
import { ASKED_TOO_OFTEN, deniedByRule } from './words.ts'

interface AskingParts {
  readonly options: Pick<RequestsOptions, 'devices' | 'files' | 'guard' | 'rules' | 'warn'>
  readonly book: RequestBook
  readonly recorder: Recorder
  readonly replies: Replies
  readonly ruling: Ruling
}

const NOT_BY_RULE: Verdict = { effect: 'ask', rule: null, why: 'No rule could settle it' }
const NOBODY = { by: null, rule: null }

/** What becomes of a request before people are told: rules settle it, it is one too many, or it is shown. */
export class Asking {
  readonly #parts: AskingParts

  constructor(parts: AskingParts) {
    this.#parts = parts
  }

  /** A request is new. */
  begin(entry: Entry): void {
    this.#judge(entry)
  }

  /** Everybody gets a request as it is now, if it is still for people to decide. */
  anew(entry: Entry): void {
    const { matter } = entry
    if (matter.kind !== 'permission' || entry.state !== 'pending') return
    entry.matter = { ...matter, ...this.#asItIs(entry, matter) }
    this.#judge(entry)
  }

  #asItIs(entry: Entry, { origin, env }: Permission): Pick<Permission, 'origin' | 'frozen'> {
    const { devices, files } = this.#parts.options
    const { ask } = origin
    const now = ask.type === 'command' ? { ...ask, env: { ...env() } } : ask
    const moment = {
      createdAt: entry.createdAt,
      policyEpoch: devices.policyEpoch,
      suggest: this.#parts.ruling.suggest.bind(this.#parts.ruling),
    }
    const fresh = { ...origin, ask: now }
    return { origin: fresh, frozen: freeze(fresh, moment, files) }
  }

  #judge(entry: Entry): void {
    const { ruling, recorder } = this.#parts
    const { matter } = entry
    const verdict = matter.kind === 'permission' ? ruling.judge(matter.frozen.matter) : null
    if (verdict !== null && verdict.effect !== 'ask') return this.#settle(entry, verdict)
    recorder.note(recorder.requestOf(entry, verdict))
    this.#show(entry)
  }

  /** One that people have not seen yet counts: an agent that asks too often is not listened to. */
  #show(entry: Entry): void {
    const { options, book, replies } = this.#parts
    if (entry.isShown || options.guard.admits(entry.session)) {
      book.show(entry)
      return this.#remember(entry)
    }
    this.#try(entry, async () => {
      await replies.turnDown(entry, ASKED_TOO_OFTEN, NOBODY)
    })
  }

  /** New rules are held against what people were asked. */
  #remember({ matter }: Entry): void {
    if (matter.kind !== 'permission') return
    const { facts, matter: about } = matter.frozen
    this.#parts.options.rules.remember(about, titleOf(facts))
  }

  #settle(entry: Entry, verdict: Verdict): void {
    this.#try(entry, () =>
      verdict.effect === 'allow' ? this.#allow(entry, verdict) : this.#deny(entry, verdict),
    )
  }

  /** Claims it for the host itself; where that fails, people are asked. */
  #try(entry: Entry, run: () => Promise<void>): void {
    entry.step('claim')
    run().catch((error: unknown) => {
      entry.step('fail')
      if (entry.state !== 'pending') return
      this.#parts.options.warn(
        `A request could not be settled by itself (${String(error)}); people are asked.`,
      )
      this.#fallBack(entry)
    })
  }

  #fallBack(entry: Entry): void {
    const { matter } = entry
    const { recorder, book } = this.#parts
    if (matter.kind === 'permission') {
      entry.matter = { ...matter, ...this.#asItIs(entry, matter) }
      recorder.note(recorder.requestOf(entry, NOT_BY_RULE))
    }
    book.show(entry)
    this.#remember(entry)
  }

  /** The same order as with people: the world, the record, then the agent. */
  async #allow(entry: Entry, verdict: Verdict): Promise<void> {
    const { options, recorder, replies, ruling } = this.#parts
    const { matter } = entry
    if (matter.kind !== 'permission') return
    await recorder.append(recorder.requestOf(entry, verdict))
    const now = ruling.judge(matter.frozen.matter)
    // While it was written down somebody may have paused, or changed the rules.
    if (now.effect !== 'allow') throw new HearthError('decision.policy_epoch')
    if (!isStillTrue(matter, options.files)) throw new HearthError('decision.world_changed')
    await replies.permission(entry, { allow: true }, { by: null, rule: verdict.rule })
    if (verdict.rule !== null) options.rules.used(verdict.rule)
  }

  async #deny(entry: Entry, verdict: Verdict): Promise<void> {
    const { options, recorder, replies } = this.#parts
    recorder.note(recorder.requestOf(entry, verdict))
    await replies.turnDown(entry, deniedByRule(verdict), { by: null, rule: verdict.rule })
    if (verdict.rule !== null) options.rules.used(verdict.rule)
  }
}
