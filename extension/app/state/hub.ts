import { type PairedHost, pairDevice } from '@hearth/shared/link'
import { HearthError, type Platform } from '@hearth/shared/protocol'
import type { Transport } from '@hearth/shared/transport'
import { type Accessor, createSignal } from 'solid-js'
import type { Bus } from '../device/bus.ts'
import type { Device } from '../device/device.ts'
import { MAX_HOSTS } from '../device/limits.ts'
import { type HostLink, openHostLink } from './host-link.ts'
import type { HostView } from './host-view.ts'

/** A pairing that a person started. */
export interface PairingWish {
  /** The whole link or its fragment. */
  readonly link: string
  /** What this device calls itself. */
  readonly name: string
  /** The six digits, once known. */
  onSas(sas: string): void
  readonly signal: AbortSignal
}

/**
 * All hosts of this device, each with a link that stays connected.
 * - `opening`: keys and hosts are being read
 * - `open`: they are here; there may be none yet
 * - `blocked`: this browser won't keep anything (private window, storage off or full); says which
 */
export type HubState =
  | { readonly state: 'opening' }
  | { readonly state: 'open' }
  | { readonly state: 'blocked'; readonly error: HearthError }

export interface Hub {
  readonly state: Accessor<HubState>
  readonly hosts: Accessor<readonly HostView[]>
  /** Pairs, keeps the host and connects to it. @throws {HearthError} as `pairDevice` does, and `device.*` */
  pair(wish: PairingWish): Promise<PairedHost>
  /** Forgets a host on this device; the host itself goes on to list the device until it is revoked there. */
  forget(hostId: string): Promise<void>
  /** The page is visible again, or the network changed: probe and resync. */
  look(): void
}

/** A hub with what only its page does with it. */
export interface OpenedHub extends Hub {
  /** What the hub stands on. Rejects with what blocks it. */
  readonly device: Promise<Device>
  /** The browser is about to suspend this page, or has woken it. Frozen links say goodbye and try nothing. */
  freeze(frozen: boolean): void
  close(): void
}

/** What a hub is made of. */
export interface HubParts {
  /** Opens this device; called once. `lost` is told when the browser takes its storage away later. */
  open(lost: (error: HearthError) => void): Promise<Device>
  readonly transport: Transport
  readonly bus: Bus
  readonly platform: Platform
  /** How this program calls itself to hosts. */
  readonly app: { readonly name: string; readonly version: string }
  /** Asks the browser not to clear what is kept; called after a pairing. */
  persist(): void
}

/** One record that makes no sense keeps no other host away; it is as if it could not be read (device/hosts.ts). */
const unlessDamaged = async (adding: Promise<void>): Promise<void> => {
  try {
    await adding
  } catch (error) {
    if (!(error instanceof HearthError) || error.code !== 'link.handshake') throw error
  }
}

/** Opens this device and a link to each of its hosts. Returns at once: `state` says how far it is. */
export const createHub = (parts: HubParts): OpenedHub => {
  const [state, setState] = createSignal<HubState>({ state: 'opening' })
  const [hosts, setHosts] = createSignal<readonly HostView[]>([])
  const links = new Map<string, HostLink>()
  let frozen = false
  let over = false
  let last: Promise<void> = Promise.resolve()

  const block = (error: HearthError): void => {
    if (!over) setState({ state: 'blocked', error })
  }
  const show = (): void => {
    const views = [...links.values()].map(({ view }) => view)
    setHosts(views.sort((a, b) => a.paired.pairedAt - b.paired.pairedAt))
  }
  const drop = (id: string): void => {
    links.get(id)?.close()
    links.delete(id)
  }
  const add = async (device: Device, paired: PairedHost): Promise<void> => {
    const link = await openHostLink(paired, {
      device,
      transport: parts.transport,
      app: parts.app,
      outboxChanged: (host) => parts.bus.post({ t: 'outbox', host }),
      failed: block,
    })
    if (over) return link.close()
    drop(paired.host.id)
    links.set(paired.host.id, link)
    if (frozen) link.freeze(true)
    show()
  }
  /** Links are opened and closed until they are those that storage lists. */
  const sync = async (device: Device): Promise<void> => {
    const kept = await device.hosts.all()
    for (const id of [...links.keys()]) if (!kept.some(({ host }) => host.id === id)) drop(id)
    show()
    const isNew = ({ host, pairedAt }: PairedHost) => links.get(host.id)?.view.paired.pairedAt !== pairedAt
    await Promise.all(kept.filter(isNew).map((paired) => unlessDamaged(add(device, paired))))
  }
  /** One change at a time: two pairings, or one here and one in another window, must not open a link twice. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
  const lost = (error: HearthError): void => {
    for (const id of [...links.keys()]) drop(id)
    show()
    block(error)
  }
  const device = parts.open(lost)
  const ready = inTurn(async () => sync(await device)).then(
    () => void (state().state === 'opening' && setState({ state: 'open' })),
    (error: unknown) => {
      block(
        error instanceof HearthError ? error : new HearthError('device.storage', undefined, { cause: error }),
      )
      if (!(error instanceof HearthError)) throw error
    },
  )
  const opened = async (): Promise<Device> => {
    await ready
    const now = state()
    if (now.state === 'blocked') throw now.error
    return device
  }
  parts.bus.listen((word) => {
    if (word.t === 'outbox') links.get(word.host)?.reread()
    else
      opened()
        .then((device) => inTurn(() => sync(device)))
        .catch((error: unknown) => {
          if (!(error instanceof HearthError)) throw error
          block(error)
        })
  })

  return {
    state,
    hosts,
    device,
    async pair(wish) {
      const device = await opened()
      if ((await device.hosts.all()).length >= MAX_HOSTS) throw new HearthError('pairing.too_many')
      const { keys, provider } = device
      const { transport, platform } = parts
      const paired = await pairDevice({ ...wish, keys, provider, transport, platform })
      await device.hosts.keep(paired)
      parts.bus.post({ t: 'hosts' })
      parts.persist()
      await inTurn(() => sync(device))
      return paired
    },
    async forget(id) {
      const device = await opened()
      await device.hosts.remove(id)
      parts.bus.post({ t: 'hosts' })
      await inTurn(() => sync(device))
    },
    look() {
      for (const link of links.values()) link.look()
    },
    freeze(now) {
      frozen = now
      for (const link of links.values()) link.freeze(now)
    },
    close() {
      over = true
      for (const id of [...links.keys()]) drop(id)
      parts.bus.close()
      device.then(
        (opened) => opened.close(),
        () => undefined,
      )
    },
  }
}
