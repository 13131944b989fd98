import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createSignal } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { hasPasskeys } from './passkey.ts'

/** The passkeys of this device that a host knows; null as long as that is not known. Ids, base64url. */
export interface PasskeyList {
  readonly known: Accessor<readonly string[] | null>
  /** Asks the host again. @throws {HearthError} */
  reread(): Promise<void>
}

const lists = new WeakMap<HostView, PasskeyList>()

const createList = (host: HostView): PasskeyList => {
  const [known, setKnown] = createSignal<readonly string[] | null>(null)
  return {
    known,
    async reread() {
      setKnown((await host.actions.call('passkey-begin', {})).known)
    },
  }
}

/** One list for each host, shared by all that ask. */
export const passkeysOf = (host: HostView): PasskeyList => {
  const list = lists.get(host) ?? createList(host)
  lists.set(host, list)
  return list
}

/** Whether a passkey of this device can be asked for here; looks it up at the host, once. */
export const useHasPasskey = (host: HostView, matters: () => boolean): Accessor<boolean> => {
  const list = passkeysOf(host)
  if (matters() && hasPasskeys() && list.known() === null)
    list.reread().catch((error: unknown) => {
      // Without an answer there is none: the card then says what other device can allow it.
      if (!(error instanceof HearthError)) throw error
    })
  return () => hasPasskeys() && (list.known()?.length ?? 0) > 0
}
