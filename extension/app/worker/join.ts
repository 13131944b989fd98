import { equal } from '@hearth/shared/crypto'
import { HearthError, type PushWishes } from '@hearth/shared/protocol'
import type { HostView } from '../state/host-view.ts'
import { keptTrouble, type Reach, type ReachTrouble } from '../state/notifier.ts'

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
  userVisibleOnly: boolean,
): Promise<PushSubscription> => {
  const known = await manager.getSubscription()
  const under = known?.options.applicationServerKey
  if (known && under && equal(new Uint8Array(under), key)) return known
  await known?.unsubscribe()
  return manager.subscribe({ userVisibleOnly, applicationServerKey: key })
}

/** Subscribes this browser at its push service for a host, and tells the host. `fallback`: what there is without. */
export const joinHost = async (
  host: HostView,
  wishes: PushWishes,
  manager: () => Promise<PushManager>,
  { userVisibleOnly, fallback }: { userVisibleOnly: boolean; fallback: (why: ReachTrouble) => Reach },
): Promise<Reach> => {
  try {
    const at = await manager()
    const { key } = await host.actions.call('push-key', {})
    const subscription = await subscriptionOf(at, new Uint8Array(key), userVisibleOnly)
    const { endpoint } = subscription
    const [p256dh, auth] = [keyOf(subscription, 'p256dh'), keyOf(subscription, 'auth')]
    await host.actions.call('push-subscribe', { endpoint, p256dh, auth, wishes })
    return { state: 'push' }
  } catch (error) {
    return fallback(troubleOf(error))
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
