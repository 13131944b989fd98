import { type Link, type LinkStatus, type OutboxEntry, openLink, type PairedHost } from '@hearth/shared/link'
import { HearthError } from '@hearth/shared/protocol'
import type { Transport } from '@hearth/shared/transport'
import { createMemo, createRoot, createSignal } from 'solid-js'
import type { Device } from '../device/device.ts'
import type { HostActions, HostView } from './host-view.ts'
import { watchedSignal } from './signal.ts'

/** A host's view together with what only the hub does with its link. */
export interface HostLink {
  readonly view: HostView
  /** Something suggests that the network changed. */
  look(): void
  /** Another window has changed the prompts that wait. */
  reread(): void
  freeze(frozen: boolean): void
  close(): void
}

/** What a host's link is opened with. */
export interface HostLinkParts {
  readonly device: Device
  readonly transport: Transport
  readonly app: { readonly name: string; readonly version: string }
  /** This window has changed the prompts that wait for this host. */
  outboxChanged(host: string): void
  /** Storage failed while nobody waited for it. */
  failed(error: HearthError): void
}

const sameStatus = (a: LinkStatus, b: LinkStatus): boolean =>
  a.connection === b.connection &&
  a.error === b.error &&
  a.relay === b.relay &&
  a.host === b.host &&
  a.agents === b.agents

/** Opens a link and shows it as signals. @throws {HearthError} as `openLink` does, and `device.storage*` */
export const openHostLink = async (paired: PairedHost, parts: HostLinkParts): Promise<HostLink> => {
  const { device, transport, app } = parts
  const id = paired.host.id
  const outbox = device.outbox(id, () => parts.outboxChanged(id))
  const { keys, provider } = device
  const audit = device.audit(id)
  const link = await openLink({ paired, keys, provider, transport, outbox, audit, app })

  const quietly = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      if (!(error instanceof HearthError)) throw error
      parts.failed(error)
    })
  }
  const [elsewhere, setElsewhere] = createSignal<readonly OutboxEntry[]>([])
  const reread = async (): Promise<void> => void setElsewhere(await outbox.elsewhere())
  /** Prompts of windows that are gone are sent by this one. */
  const adopt = async (): Promise<void> => {
    const orphans = await outbox.adopt()
    if (orphans.length === 0) return
    link.adopt(orphans)
    await reread()
  }
  const { view, dispose } = viewOf(link, elsewhere)
  const look = (): void => {
    link.look()
    quietly(adopt())
  }
  quietly(reread())
  return {
    view,
    look,
    reread: () => quietly(reread()),
    freeze: (frozen) => (frozen ? link.hold.add('frozen') : link.hold.drop('frozen')),
    close() {
      dispose()
      link.close()
    },
  }
}

const viewOf = (link: Link, elsewhere: () => readonly OutboxEntry[]): { view: HostView; dispose(): void } =>
  createRoot((disposeRoot) => {
    const [overview, endOverview] = watchedSignal(link.overview)
    const [requests, endRequests] = watchedSignal(link.requests)
    const [own, endOutbox] = watchedSignal(link.outbox)
    const [alarm, endAlarm] = watchedSignal(link.alarm)
    const [guard, endGuard] = watchedSignal(link.guard)
    const [status, setStatus] = createSignal(link.status(), { equals: sameStatus })
    const retell = (): void => void setStatus(link.status())
    const ends = [
      ...[endOverview, endRequests, endOutbox, endAlarm, endGuard],
      ...[link.onStatus(retell), link.overview.listen(retell), disposeRoot],
    ]
    const outbox = createMemo(() => {
      const mine = own()
      const others = elsewhere().filter(({ id }) => mine.every((entry) => entry.id !== id))
      return others.length === 0 ? mine : [...others, ...mine]
    })
    return {
      view: {
        id: link.paired.host.id,
        paired: link.paired,
        ...{ overview, requests, outbox, status, alarm, guard },
        actions: actionsOf(link),
      },
      dispose: () => {
        for (const end of ends) end()
      },
    }
  })

/** Methods that may be taken off their object. */
const actionsOf = (link: Link): HostActions => ({
  answer: link.answer.bind(link),
  call: link.call.bind(link),
  cancelPrompt: link.cancelPrompt.bind(link),
  decide: link.decide.bind(link),
  follow: link.follow.bind(link),
  live: link.live.bind(link),
  look: link.look.bind(link),
  newId: link.newId.bind(link),
  onPrompt: link.onPrompt.bind(link),
  prompt: link.prompt.bind(link),
  watching: link.watching.bind(link),
})
