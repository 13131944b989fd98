import { requestHash, toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import type { Rule } from '@hearth/shared/session'
import type { LocalDecision, LocalReceipt, Receipt } from './api.ts'
import type { Claims } from './claims.ts'
import { type Entry, permissionOf } from './entry.ts'
import type { RequestsOptions } from './options.ts'
import type { Recorder } from './recorder.ts'
import type { Replies } from './replies.ts'
import { isStillTrue } from './truth.ts'
import { PANIC } from './words.ts'

interface LocalParts {
  readonly options: Pick<RequestsOptions, 'provider' | 'files' | 'guard' | 'rules' | 'stop'>
  readonly claims: Claims
  readonly recorder: Recorder
  readonly replies: Replies
}

const OWNER = { by: null, rule: null }

/** What the owner at the host decides, and what a panic does: nothing here is signed, whoever gets here owns the host. */
export class Local {
  readonly #parts: LocalParts

  constructor(parts: LocalParts) {
    this.#parts = parts
  }

  /**
   * `draft`: a rule to be kept with a yes. It is made while the request is claimed, so that it can't answer that itself.
   * @throws {HearthError} `host.paused`, `decision.world_changed`, `decision.audit`, `request.*`, `rule.*`, `agent.*`
   */
  async decide(request: string, { allow, reason, stop, draft }: LocalDecision): Promise<LocalReceipt> {
    const { claims, options } = this.#parts
    const entry = await claims.claim(request)
    let rule: Rule | null = null
    const keep = async (): Promise<void> => {
      if (draft !== undefined) rule = await options.rules.add(draft, { kind: 'owner' })
    }
    const receipt = await claims.run(entry, () => this.#apply(entry, { allow, reason, stop }, keep))
    if (allow) return { ...receipt, rule }
    options.guard.denied(entry.session)
    if (stop) options.stop(entry.session, entry.turn, null)
    return { ...receipt, rule }
  }

  async #apply(
    entry: Entry,
    { allow, reason, stop = false }: LocalDecision,
    keep: () => Promise<void>,
  ): Promise<Receipt> {
    const { options, recorder, replies } = this.#parts
    const matter = permissionOf(entry)
    if (allow && options.guard.paused) throw new HearthError('host.paused')
    if (allow && !isStillTrue(matter, options.files)) throw new HearthError('decision.world_changed')
    const reqHash = toHex(requestHash(options.provider, matter.frozen.bytes))
    const stops = !allow && stop
    await recorder.append({
      type: 'local',
      request: entry.id,
      reqHash,
      allow,
      ...(stops && { stop: true as const }),
    })
    if (!allow) return await replies.permission(entry, { allow, reason, isOwn: !stop }, OWNER)
    await keep()
    if (options.guard.paused) throw new HearthError('host.paused')
    return await replies.permission(entry, { allow }, OWNER)
  }

  /** Turns a request down, whatever it is; one that is being decided just now is waited for, within bounds. */
  async turnDown(entry: Entry, by: string | null): Promise<void> {
    const { claims, replies } = this.#parts
    if (entry.state !== 'pending') await claims.free(entry)
    if (entry.state !== 'pending') return
    entry.step('claim')
    await claims.run(entry, () => replies.turnDown(entry, PANIC, { by, rule: null }))
  }
}
