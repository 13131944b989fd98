import { equal } from '@hearth/shared/crypto'
import { systemClock } from '@hearth/shared/link'
import { HearthError, type PushWishes } from '@hearth/shared/protocol'
import type { HostView } from '../state/host-view.ts'
import { keptTrouble, type Reach, type ReachTrouble } from '../state/notifier.ts'
import { SUBSCRIBE_MS } from './limits.ts'

/** Runs something after so many ms, unless the function returned is called before. */
type After = (ms: number, run: () => void) => () => void

/** What the browser's refusal of a subscription means. */
const troubleOf = (error: unknown): ReachTrouble => {
  if (error instanceof HearthError) return keptTrouble(error)
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  return name === 'NotAllowedError' ? 'denied' : 'no-service'
}

const keyOf = (subscription: PushSubscription, name: PushEncryptionKeyName): Uint8Array => {
  const key = subscription.getKey(name)
  if (key === null) throw new DOMException('a subscription without keys', 'AbortError')
  return new Uint8Array(key)
}

/** A subscription under this key: the one there is, or a new one in place of one under another key. */
const subscriptionOf = async (
  manager: PushManager,
  key: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> => {
  const known = await manager.getSubscription()
  const under = known?.options.applicationServerKey
  if (known && under && equal(new Uint8Array(under), key)) return known
  await known?.unsubscribe()
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
}

/** A browser that reaches no push service may never say so (Chromium 156 without a network waits for ever). */
const inTime = <T>(work: Promise<T>, after: After): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = after(SUBSCRIBE_MS, () => reject(new DOMException('no answer', 'TimeoutError')))
    work.then(resolve, reject).finally(cancel)
  })

/** Subscribes this browser at its push service for a host, and tells the host. */
export const joinHost = async (
  host: HostView,
  wishes: PushWishes,
  manager: () => Promise<PushManager>,
  after: After = (ms, run) => systemClock.after(ms, run),
): Promise<Reach> => {
  try {
    const at = await manager()
    const { key } = await host.actions.call('push-key', {})
    const subscription = await inTime(subscriptionOf(at, new Uint8Array(key)), after)
    const { endpoint } = subscription
    const [p256dh, auth] = [keyOf(subscription, 'p256dh'), keyOf(subscription, 'auth')]
    await host.actions.call('push-subscribe', { endpoint, p256dh, auth, wishes })
    return { state: 'push' }
  } catch (error) {
    return { state: 'failed', why: troubleOf(error) }
  }
}

/** Ends what `joinHost` began, as far as both ends can be reached. */
export const leaveHost = async (host: HostView, manager: PushManager | undefined): Promise<void> => {
  const known = await manager?.getSubscription().catch(() => null)
  await known?.unsubscribe().catch(() => false)
  if (host.status().connection !== 'live') return
  // The push service has forgotten this browser: what the host still sends comes to nothing.
  await host.actions.call('push-unsubscribe', {}).catch((error: unknown) => {
    if (!(error instanceof HearthError)) throw error
  })
}
