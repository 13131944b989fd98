import type { CallResult } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { HostView } from '../../state/host-view.ts'
import { hasPasskeys } from './passkey.ts'

/** The passkeys of this device that a host knows; null as long as that is not known. Ids, base64url. */
export interface PasskeyList {
  readonly known: Accessor<readonly string[] | null>
  /** The owner at the host has opened the window in which one is taken. */
  readonly open: Accessor<boolean>
  /** For the next registration, good for one. */
  readonly challenge: Accessor<Uint8Array | null>
  /** Asks the host again. @throws {HearthError} */
  reread(): Promise<void>
}

const lists = new WeakMap<HostView, PasskeyList>()

const createList = (host: HostView): PasskeyList => {
  const [told, setTold] = createSignal<CallResult<'passkey-begin'> | null>(null)
  return {
    known: () => told()?.known ?? null,
    open: () => told()?.open === true,
    challenge: () => told()?.challenge ?? null,
    async reread() {
      setTold(await host.actions.call('passkey-begin', {}))
    },
  }
}

/** One list for each host, shared by all that ask. */
export const passkeysOf = (host: HostView): PasskeyList => {
  const list = lists.get(host) ?? createList(host)
  lists.set(host, list)
  return list
}

/** `could`: this device has none at the host, and may get one here. `no`: none can be asked for, or it is not known. */
export type PasskeyStanding = 'has' | 'could' | 'no'

/**
 * How this device stands with passkeys; looks it up at the host whenever `asking` changes to something that is not null:
 * the owner may have removed one meanwhile, or another window have registered one.
 */
export const usePasskey = (host: HostView, asking: () => unknown): Accessor<PasskeyStanding> => {
  const list = passkeysOf(host)
  createEffect(
    on(asking, (now) => {
      if (now === null || !hasPasskeys()) return
      list.reread().catch((error: unknown) => {
        // Without an answer there is none: the card then says what other device can allow it.
        if (!(error instanceof HearthError)) throw error
      })
    }),
  )
  return () => {
    const known = list.known()
    if (!hasPasskeys() || known === null) return 'no'
    return known.length > 0 ? 'has' : 'could'
  }
}
