import { isFinished, type RequestView } from '@hearth/shared/link'
import { type DeviceRecord, HearthError } from '@hearth/shared/protocol'
import { exactText, isToldWhole } from '@hearth/shared/session'
import { NOTICE_RISK_MAX, REACH_MS } from './limits.ts'
import type { Slot, SlotChoice } from './slot.ts'
import { answered, barred, notice as words } from './words.ts'

/** What deciding needs of a link to the host of the request. */
export interface HostChannel {
  /** Resolves when the overview is here. @throws {HearthError} what stands in the way, within `timeoutMs` */
  live(timeoutMs: number): Promise<void>
  requests(): ReadonlyMap<string, RequestView>
  /** What the host lets this device do; null before its welcome. */
  device(): DeviceRecord | null
  /** See Link. */
  decide(request: string, choice: 'allow-once' | 'deny'): Promise<RequestView>
}

/** How a decision ended; `note` for the person. */
export interface DecisionEnd {
  readonly event: 'applied' | 'elsewhere' | 'fail' | 'bar'
  readonly note: string | null
}

/** Refusals that no second try changes. */
const BARRED: Readonly<Record<string, string>> = {
  'decision.step_up': barred.passkey,
  'decision.rights': barred.ceiling,
  'decision.not_offered': barred.notOffered,
  'decision.world_changed': barred.changed,
  'decision.policy_epoch': barred.changed,
  'decision.request_hash': barred.changed,
  'request.unreadable': barred.unreadable,
  'request.too_large': barred.unreadable,
  'host.not_allowed': barred.right,
  'host.shut_out': barred.right,
}
/** Those after which this device can't know what became of it. */
const UNSURE: ReadonlySet<string> = new Set(['link.lost', 'link.timeout'])

const bar = (note: string): DecisionEnd => ({ event: 'bar', note })
const gone = (view: RequestView | undefined): DecisionEnd => ({
  event: 'elsewhere',
  note: view === undefined ? words.over : answered(view.outcome, view.by?.name ?? null),
})

/** Why it can't be decided from a notification; null where it can. */
const obstacle = (
  view: RequestView,
  device: DeviceRecord | null,
  choice: SlotChoice,
  shown: { readonly hash: string | null; readonly exact: string | null; hashOf(bytes: Uint8Array): string },
): string | null => {
  const { content } = view
  if (content.kind === 'unreadable') return barred.unreadable
  if (content.kind !== 'permission' || shown.hashOf(content.bytes) !== shown.hash) return barred.changed
  // The words above the button are those of the bytes, whoever wrote what was shown.
  if (exactText(content.facts.action) !== shown.exact) return barred.changed
  if (choice === 'deny') return null
  if (!isToldWhole(content.facts.action)) return barred.risk
  // The push said how grave it is; only what the host says over the channel counts.
  if (content.facts.risk > NOTICE_RISK_MAX) return barred.risk
  if (device === null || !device.rights.includes('decide')) return barred.right
  return content.facts.risk > device.riskMax ? barred.ceiling : null
}

const failedWith = ({ code, message }: { readonly code: string; readonly message: string }): DecisionEnd => {
  const why = BARRED[code]
  if (why !== undefined) return bar(why)
  return { event: 'fail', note: UNSURE.has(code) ? words.unsure : message }
}

const endOf = (view: RequestView): DecisionEnd => {
  switch (view.state) {
    case 'applied':
      return { event: 'applied', note: null }
    case 'answered-elsewhere':
    case 'superseded':
      return gone(view)
    default:
      // Without an error the host lists it as waiting again: the decision was lost on the way.
      return view.error === null ? { event: 'fail', note: words.waits } : failedWith(view.error)
  }
}

/**
 * Takes a press in a notification through to the host's receipt. What was shown came from outside of the channel, so
 * nothing is decided unless the host, over the channel, still asks for exactly the bytes with that hash, and these say
 * what was shown.
 */
export const decideFrom = async (
  { request, hash, exact }: Pick<Slot['body'], 'request' | 'hash' | 'exact'>,
  choice: SlotChoice,
  channel: HostChannel,
  hashOf: (bytes: Uint8Array) => string,
): Promise<DecisionEnd> => {
  try {
    await channel.live(REACH_MS)
    const view = channel.requests().get(request)
    if (view === undefined || isFinished(view.state)) return gone(view)
    const why = obstacle(view, channel.device(), choice, { hash, exact, hashOf })
    if (why !== null) return bar(why)
    // In the same step as the comparison: what the link signs now is what was compared.
    return endOf(await channel.decide(request, choice === 'allow' ? 'allow-once' : 'deny'))
  } catch (error) {
    if (!(error instanceof HearthError)) throw error
    if (error.code === 'request.settled' || error.code === 'request.unknown') return gone(undefined)
    return failedWith(error)
  }
}
