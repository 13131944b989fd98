import { toHex } from '@hearth/shared/crypto'
import { HearthError } from '@hearth/shared/protocol'
import { type Accessor, createSignal } from 'solid-js'
import type { HostView } from '../state/host-view.ts'
import type { NoticePermission, Notifier, Reach } from '../state/notifier.ts'
import type { NoticeBus } from './channel.ts'
import { TEST_MS } from './limits.ts'
import type { NoticeMemory, NoticeSettings } from './memory.ts'

/** What a notifier is made of. */
export interface NotifierParts {
  readonly hosts: Accessor<readonly HostView[]>
  readonly settings: Accessor<NoticeSettings>
  readonly memory: NoticeMemory
  readonly bus: NoticeBus
  /** What the browser lets this page do now. */
  permission(): NoticePermission
  /** Calls back when that may have changed: people allow it in the browser's own settings. */
  watchPermission?(look: () => void): void
  /** Asks the person, where that is still open. */
  ask(): Promise<NoticePermission>
  readonly clock: { now(): number; after(ms: number, run: () => void): () => void }
}

const NONCE_BYTES = 8
const OFF: Reach = { state: 'off' }
const WAITS: Reach = { state: 'waits' }

/** The notification settings of this device, for its screen. */
export const createNotifier = (parts: NotifierParts): Notifier => {
  const { hosts, settings, memory, bus, clock } = parts
  const [permission, setPermission] = createSignal(parts.permission())
  parts.watchPermission?.(() => setPermission(parts.permission()))
  const nonceOf = (): string => toHex(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)))

  /** Resolves with the ms until a test of this nonce is told of. @throws {HearthError} `link.timeout` */
  const arrival = (nonce: string): { readonly came: Promise<number>; end(): void } => {
    const begun = clock.now()
    let end = (): void => undefined
    const came = new Promise<number>((resolve, reject) => {
      const cancel = clock.after(TEST_MS, () => {
        end()
        reject(new HearthError('link.timeout', 'The test push has not come'))
      })
      const stop = bus.listen((word) => {
        if (word.t !== 'test' || word.nonce !== nonce) return
        end()
        resolve(clock.now() - begun)
      })
      end = () => {
        cancel()
        stop()
      }
    })
    return { came, end }
  }

  return {
    permission,
    on: () => settings().on,
    wishes: () => settings().wishes,
    reach(host) {
      if (!settings().on) return OFF
      const known = settings().reach[host]
      return known === undefined || known.state === 'off' ? WAITS : known
    },
    async switchOn() {
      const now = await parts.ask()
      setPermission(now)
      if (now === 'granted') await memory.change((before) => ({ ...before, on: true }))
    },
    switchOff: () => memory.change((before) => ({ ...before, on: false })),
    wish: (wishes) => memory.change((before) => ({ ...before, wishes })),
    async test(id) {
      const nonce = nonceOf()
      const { came, end } = arrival(nonce)
      const host = hosts().find((host) => host.id === id)
      try {
        if (settings().reach[id]?.state === 'link') bus.post({ t: 'try', host: id, nonce })
        else await host?.actions.call('push-test', { nonce })
      } catch (error) {
        end()
        throw error
      }
      return came
    },
  }
}
