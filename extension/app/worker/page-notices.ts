import { isFinished } from '@hearth/shared/link'
import { type Accessor, createEffect, on } from 'solid-js'
import type { HostView } from '../state/host-view.ts'
import type { Shelf } from './desk.ts'
import type { KeptWaiting } from './kept-waiting.ts'
import { isOpen, slotTag } from './slot.ts'

/** What a page keeps in step with. `shelfOf`: where the notifications of a host are shown; null where there are none. */
export interface PageNoticesParts {
  readonly hosts: Accessor<readonly HostView[]>
  readonly waiting: KeptWaiting
  shelfOf(host: string): Promise<Pick<Shelf, 'all' | 'close'> | null>
}

/**
 * An open page knows better than what was pushed: it takes away notifications of what was answered, be it here, of which
 * no push will tell this device, and leaves behind what still waits. Needs an owner; `quietly` is given what fails.
 */
export const keepNoticesInStep = (
  { hosts, waiting, shelfOf }: PageNoticesParts,
  quietly: (work: Promise<void>) => void,
): void => {
  const keep = async (host: HostView): Promise<void> => {
    const open = [...host.requests().values()].filter(({ state }) => !isFinished(state)).map(({ id }) => id)
    await waiting.replace(host.id, open)
    const shelf = await shelfOf(host.id)
    for (const { state, body } of (await shelf?.all()) ?? [])
      if (isOpen(state) && !open.includes(body.request)) await shelf?.close(slotTag(body.host, body.request))
  }
  createEffect(
    on(
      () => hosts().map((host) => [host.requests(), host.status().connection === 'live']),
      () => {
        for (const host of hosts()) if (host.status().connection === 'live') quietly(keep(host))
      },
    ),
  )
}
